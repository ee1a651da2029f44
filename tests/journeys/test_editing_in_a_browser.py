"""An editor nests steps eight levels deep, and nothing is lost on the way (B42)."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from wagtail.models import Site

from cmsflows import Action, register_action
from cmsflows.cms.blocks.assemble import forget_block
from cmsflows.cms.stored import raw_of
from cmsflows.engine.registry import registry
from cmsflows.models import FlowPage
from tests.cms.streams import JsonObject, action, nested, scaffold
from tests.journeys.editor import Editor

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEPTH = 8


@pytest.fixture
def editor(page: "Page", live_server: "LiveServer", admin_user: Any) -> Editor:
    editor = Editor(page, live_server.url)
    editor.logs_in(admin_user)
    return editor


def home() -> Any:
    return Site.objects.get(is_default_site=True).root_page


def checkout(*steps: JsonObject) -> FlowPage:
    page = home().add_child(instance=FlowPage(title="Checkout", flow=list(steps)))
    page.save_revision().publish()
    return FlowPage.objects.get(pk=page.pk)


def drafted(*steps: JsonObject, **fields: Any) -> FlowPage:
    """A page whose draft need not be sound."""
    page = checkout({"type": "test_note", "id": "sound", "value": {"title": "Sound"}})
    page.flow = list(steps)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()
    return FlowPage.objects.get(pk=page.pk)


def outline(stream: list[JsonObject]) -> list[Any]:
    """Titles, with a list of its own for what stands in a group."""
    return [
        [item["value"]["title"], outline(item["value"]["steps"])]
        if item["type"] == "scaffold"
        else item["value"]["title"]
        for item in stream
    ]


def ids(stream: list[JsonObject]) -> list[str]:
    return [each for item in stream for each in (item["id"], *ids(item["value"].get("steps", [])))]


def draft(page: FlowPage) -> list[JsonObject]:
    value = FlowPage.objects.get(pk=page.pk).get_latest_revision_as_object().flow
    stream: list[JsonObject] = value.stream_block.get_prep_value(value)
    return stream


def live(page: FlowPage) -> list[JsonObject]:
    return raw_of(FlowPage.objects.get(pk=page.pk).flow)


def test_steps_are_nested_eight_levels_deep(editor: Editor, script_errors: list[str]) -> None:
    """B42: by the buttons of the editor alone; saved as a draft, published, opened again."""
    editor.opens("wagtailadmin_pages:add", "cmsflows", "flowpage", home().pk)
    editor.page.fill("#id_title", "Deep")
    stream = editor.root
    for level in range(1, DEPTH):
        editor.adds(stream, "Read this", f"Step {level}")
        group = editor.adds(stream, "Group of steps", f"Group {level}")
        stream = editor.steps_of(group)
    deepest = editor.adds(stream, "Read this", f"Step {DEPTH}")
    number = editor.number(deepest)

    editor.saves()
    page = FlowPage.objects.get()
    saved = draft(page)
    editor.publishes()
    editor.edits(page)

    assert number == "2.2.2.2.2.2.2.1"
    assert outline(saved) == outline(nested(DEPTH))
    assert live(page) == saved
    assert editor.headings(editor.root) == ["Step 1", "Group 1"]
    assert script_errors == []


def test_steps_are_moved_at_the_bottom(editor: Editor, script_errors: list[str]) -> None:
    """B42: the numbers follow, and everything keeps its id."""
    stream = [action("One"), action("Two"), action("Three")]
    for level in range(DEPTH - 1, 0, -1):
        stream = [scaffold(f"Group {level}", *stream)]
    page = checkout(*stream)
    before = live(page)
    editor.edits(page)
    bottom = editor.root
    for _level in range(1, DEPTH):
        (group,) = editor.blocks(bottom)
        editor.toggles(group)
        bottom = editor.steps_of(group)

    editor.presses(editor.blocks(bottom)[2], "Move up")
    editor.presses(editor.blocks(bottom)[0], "Move down")
    shown = [(editor.number(each), editor.heading(each)) for each in editor.blocks(bottom)]
    editor.publishes()

    assert shown == [
        ("1.1.1.1.1.1.1.1", "Three"),
        ("1.1.1.1.1.1.1.2", "One"),
        ("1.1.1.1.1.1.1.3", "Two"),
    ]
    after = live(page)
    assert re.findall(r"One|Two|Three", str(outline(after))) == ["Three", "One", "Two"]
    assert sorted(ids(after)) == sorted(ids(before))
    assert script_errors == []


def test_blocks_are_closed_until_somebody_opens_them(editor: Editor) -> None:
    page = checkout(scaffold("Group", action("Step")))
    editor.edits(page)
    (group,) = editor.blocks(editor.root)

    was_open = editor.is_open(group)
    editor.toggles(group)

    assert not was_open
    assert editor.is_open(group)
    assert not editor.is_open(editor.blocks(editor.steps_of(group))[0])


def test_an_earlier_revision_comes_back_whole(editor: Editor, script_errors: list[str]) -> None:
    """B42: eight levels, emptied, published, and brought back."""
    page = checkout(*nested(DEPTH))
    before, first = live(page), page.latest_revision_id
    editor.edits(page)
    editor.presses(editor.blocks(editor.root)[1], "Delete")
    editor.publishes()
    shortened = outline(live(page))

    editor.opens("wagtailadmin_pages:revisions_revert", page.pk, first)
    editor.root.wait_for()
    with editor.page.expect_navigation():
        editor.page.get_by_role("button", name="Replace current draft").click()

    assert shortened == ["Step 1"]
    assert outline(draft(page)) == outline(before)
    assert ids(draft(page)) == ids(before)
    assert script_errors == []


def test_two_revisions_show_what_changed_at_the_bottom(editor: Editor) -> None:
    """B42."""
    page = checkout(*nested(DEPTH))
    first = page.latest_revision_id
    changed = nested(DEPTH)
    bottom = changed
    for _level in range(1, DEPTH):
        bottom = bottom[1]["value"]["steps"]
    bottom[0]["value"]["title"] = "Bottom"
    page.flow = changed
    second = page.save_revision().pk

    editor.opens("wagtailadmin_pages:revisions_compare", page.pk, first, second)

    assert editor.page.locator("span.deletion", has_text="Step 8").count() == 1
    assert editor.page.locator("span.addition", has_text=re.compile("^Bottom$")).count() == 1


def test_a_step_that_is_not_available_says_so_and_stays(
    editor: Editor, script_errors: list[str]
) -> None:
    """B38."""
    gone = {"type": "gift_message", "id": "a-b", "value": {"note": [1, 2.5, None]}}
    page = checkout(action("Sound"))
    page.flow = [scaffold("Group", gone)]
    page.save_revision()
    editor.edits(page)
    (group,) = editor.blocks(editor.root)
    editor.toggles(group)
    (placeholder,) = editor.blocks(editor.steps_of(group))
    editor.toggles(placeholder)
    sentence = placeholder.locator(".help-warning").inner_text()

    editor.presses(placeholder, "Duplicate")
    editor.saves()

    first, second = draft(page)[0]["value"]["steps"]
    assert sentence == '"Gift message" is not available; ask a developer.'
    assert first == gone
    assert second == gone | {"id": second["id"]}
    assert second["id"] != "a-b"
    assert script_errors == []


def test_a_new_action_is_in_the_picker(editor: Editor, script_errors: list[str]) -> None:
    """B41: with its label, group, icon and description."""

    @register_action("test_new", label="Brand new", icon="cog", group="Fresh")
    class New(Action):
        """Seen the moment it is registered."""

    forget_block()
    FlowPage.get_edit_handler.cache_clear()
    page = checkout(action("Step"))
    editor.edits(page)

    editor.root.locator(":scope .c-sf-add-button").first.click()
    option = editor.page.get_by_role("option", name="Brand new")
    groups = editor.page.locator(".w-combobox__optgroup-label").all_inner_texts()
    icon = option.locator("use").get_attribute("href")
    option.locator("xpath=..").get_by_role("button", name="Preview").click()
    details = editor.page.locator(".w-combobox-preview__details").inner_text()
    has_placeholder = editor.page.get_by_role("option", name="Not available").count()
    registry.actions.remove("test_new")
    forget_block()
    FlowPage.get_edit_handler.cache_clear()

    assert "Fresh" in groups
    assert icon == "#icon-cog"
    assert "Seen the moment it is registered." in details
    assert has_placeholder == 0
    assert script_errors == []
