"""An editor sets the rules of a flow: conditions, ways out, branches, promises (B46, B47)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from wagtail import blocks

from cmsflows import COMPLETE, Transition
from cmsflows.blocks import ActionOptions
from cmsflows.cms.blocks.assemble import forget_block
from cmsflows.engine.registering import register_transition
from cmsflows.engine.registry import registry
from cmsflows.models import FlowPage
from tests.cms.streams import JsonObject, action, id_of, scaffold
from tests.journeys.editor import Editor
from tests.journeys.test_editing_in_a_browser import checkout, draft, drafted

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = id_of("test_address", "Address")
COUNTRY = {"step": ADDRESS, "field": "country"}
IS_GERMANY = {"op": "eq", "operand": COUNTRY, "value": "DE"}


@pytest.fixture
def editor(page: "Page", live_server: "LiveServer", admin_user: Any) -> Editor:
    editor = Editor(page, live_server.url)
    editor.logs_in(admin_user)
    return editor


@pytest.fixture
def dice() -> Iterator[None]:
    """A developer's own rule."""

    @register_transition("test_dice", label="By lot", icon="rotate")
    class ByLot(Transition):
        """Chance decides."""

        class Options(ActionOptions):
            sides = blocks.IntegerBlock(default=6)

        def choose_next(self, group: Any) -> Any:
            return COMPLETE

    forget_block()
    yield
    registry.transitions.remove("test_dice")
    forget_block()


def address(**value: Any) -> JsonObject:
    return action("Address", kind="test_address", **value)


def block_called(editor: Editor, title: str) -> "Locator":
    """The block of a step, opened."""
    field = editor.page.locator(f'[data-contentpath=title] input[value="{title}"]')
    block = editor.page.locator("[data-streamfield-child]:not([aria-hidden])").filter(has=field)
    found = block.last
    if not editor.is_open(found):
        editor.toggles(found)
    return found


def opened(editor: Editor, index: int) -> "Locator":
    """A block at the root, opened."""
    block = editor.blocks(editor.root)[index]
    if not editor.is_open(block):
        editor.toggles(block)
    return block


def shown_only_when(block: "Locator") -> "Locator":
    return block.locator("[data-contentpath=when]").first


def sentence(block: "Locator") -> str:
    return shown_only_when(block).locator(".flow-condition__sentence").inner_text()


def exit_of(block: "Locator", label: str) -> "Locator":
    chooser = block.get_by_label(f"{label} – leads to")
    chooser.focus()
    return chooser


def options_of(chooser: "Locator") -> list[str]:
    chooser.focus()
    return [
        each.strip().replace("\u00a0", " ").strip()
        for each in chooser.locator("option").all_inner_texts()
    ]


def values(page: FlowPage) -> list[JsonObject]:
    return [item["value"] for item in draft(page)]


def picks(chooser: "Locator", label: str) -> None:
    """Chooses by the words of an option, as a person does."""
    chooser.focus()
    option = chooser.locator("option", has_text=label).first
    chooser.select_option(value=option.get_attribute("value"))


def test_a_condition_is_built_by_keyboard(editor: Editor, script_errors: list[str]) -> None:
    """Design, section 4: operand, comparison, value, each by what came before."""
    page = checkout(address(), action("Note"))
    editor.edits(page)
    note = opened(editor, 1)
    keys = editor.page.keyboard

    shown_only_when(note).get_by_role("button", name="Add a condition").focus()
    keys.press("Enter")
    keys.type("Country")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("Germany")
    for _stop in range(2):
        keys.press("Tab")
    keys.press("Enter")
    keys.type("Total")
    keys.press("Tab")
    keys.type("is over")
    keys.press("Tab")
    keys.type("100")
    said = sentence(note)
    editor.saves()

    assert said == "Only when Country is Germany and Total is over 100."
    assert values(page)[1]["when"] == {
        "op": "and",
        "conditions": [
            IS_GERMANY,
            {"op": "gt", "operand": {"step": ADDRESS, "field": "total"}, "value": 100},
        ],
    }
    assert script_errors == []


def test_comparison_and_value_follow_what_is_asked(editor: Editor) -> None:
    """Second and third list follow the first; the value's widget is that of its kind."""
    page = checkout(address(), action("Note", when=IS_GERMANY))
    editor.edits(page)
    when = shown_only_when(opened(editor, 1))
    when.get_by_role("button", name="Change").click()
    row = when.locator(".flow-row").first
    what, how = row.get_by_label("What to ask"), row.get_by_label("How to compare")

    asked = {}
    for label in ("Total", "Delivery day", "It is a gift", "Extras", "Country"):
        picks(what, label)
        field = row.locator(".flow-row__value").locator("input, select")
        kind = field.first.evaluate("(each) => each.type") if field.count() else ""
        asked[label] = (how.locator("option").all_inner_texts(), kind)

    assert asked["Total"] == (
        [
            "is",
            "is not",
            "is over",
            "is at least",
            "is under",
            "is at most",
            "is one of",
            "is filled in",
            "is empty",
        ],
        "number",
    )
    assert asked["Delivery day"][0][2:4] == ["is after", "is on or after"]
    assert asked["Delivery day"][1] == "date"
    assert asked["It is a gift"] == (["is yes", "is no", "is filled in", "is empty"], "")
    assert asked["Extras"] == (["includes", "is filled in", "is empty"], "select-one")
    assert asked["Country"][1] == "select-one"


def test_a_sentence_follows_the_form(editor: Editor) -> None:
    """Renamed, deleted: what a condition says is what the form has now."""
    page = checkout(
        address(), action("Other", kind="test_address"), action("Note", when=IS_GERMANY)
    )
    editor.edits(page)
    note = opened(editor, 2)
    before = sentence(note)

    opened(editor, 0).locator("[data-contentpath=title] input").first.fill("Billing")
    editor.page.get_by_text("Only when Country (Billing) is Germany.").wait_for()
    editor.presses(editor.blocks(editor.root)[0], "Delete")
    editor.page.get_by_text("Only when “country” of a deleted step is “DE”.").wait_for()
    editor.saves()

    assert before == "Only when Country (Address) is Germany."
    assert values(page)[1]["when"] == IS_GERMANY


def test_groups_stand_within_groups(editor: Editor) -> None:
    page = checkout(address(), action("Note", when=IS_GERMANY))
    editor.edits(page)
    when = shown_only_when(opened(editor, 1))
    when.get_by_role("button", name="Change").click()

    when.get_by_role("button", name="Add a group of conditions").last.click()
    inner = when.locator(".flow-group .flow-group")
    inner.get_by_label("How these go together").select_option("noneOf")
    picks(inner.get_by_label("What to ask"), "Logged in")
    editor.saves()

    assert values(page)[1]["when"] == {
        "op": "and",
        "conditions": [
            IS_GERMANY,
            {"op": "not", "condition": {"op": "is_true", "operand": {"fact": "is_logged_in"}}},
        ],
    }


def test_a_condition_that_cannot_be_read_is_kept(editor: Editor, script_errors: list[str]) -> None:
    page = drafted(action("Note", when={"eq": [1, 2]}), action("Other", when=[]))
    editor.edits(page)
    said = shown_only_when(opened(editor, 0)).inner_text()
    editor.blocks(editor.root)[1].locator("[data-contentpath=title] input").first.evaluate(
        "(each) => { each.value = 'New'; each.dispatchEvent(new Event('input', {bubbles: true})) }"
    )
    editor.saves()

    assert "This condition cannot be read." in said
    assert [value.get("when") for value in values(page)] == [{"eq": [1, 2]}, []]
    assert script_errors == []


def test_an_exit_is_wired_to_a_step(editor: Editor, script_errors: list[str]) -> None:
    """The chooser lists the tree of now, and what cannot be reached from here it says so."""
    page = checkout(address(), scaffold("Ways", action("Inside")), action("Hotline"))
    editor.edits(page)
    chooser = exit_of(opened(editor, 0), "I need help")
    listed = options_of(chooser)
    disabled = chooser.locator("option:disabled").all_inner_texts()

    picks(chooser, "3 Hotline")
    editor.saves()

    assert listed == [
        "Nowhere yet. Choose a step.",
        "1 Address (out of reach from here)",
        "2 Ways",
        "2.1 Inside (out of reach from here)",
        "3 Hotline",
    ]
    assert [each.strip()[:1] for each in disabled] == ["1", "2"]
    assert values(page)[0]["exits"] == {"help": id_of("test_note", "Hotline")}
    assert script_errors == []


def test_a_chooser_follows_moves_names_and_deletions(editor: Editor) -> None:
    """B46: a deleted step is said to be one; nothing is forgotten."""
    page = checkout(
        address(exits={"help": id_of("test_note", "Hotline")}), action("Note"), action("Hotline")
    )
    editor.edits(page)
    first = opened(editor, 0)
    editor.presses(first, "Settings")
    chooser = first.get_by_label("I need help – leads to")
    chosen = chooser.locator("option:checked")
    said = [chosen.inner_text()]

    editor.presses(editor.blocks(editor.root)[2], "Move up")
    chooser.locator("option:checked", has_text="2 Hotline").wait_for(state="attached")
    opened(editor, 1).locator("[data-contentpath=title] input").first.fill("Support")
    chooser.locator("option:checked", has_text="2 Support").wait_for(state="attached")
    editor.presses(editor.blocks(editor.root)[1], "Delete")
    chooser.locator("option:checked", has_text="(deleted step)").wait_for(state="attached")
    first.get_by_text("The step it led to was deleted. Choose another.").wait_for()
    editor.saves()

    assert said == ["3 Hotline"]
    assert values(page)[0]["exits"] == {"help": id_of("test_note", "Hotline")}


def test_an_exit_leads_by_itself_to_the_nearest_step_of_its_name(editor: Editor) -> None:
    page = checkout(address(), action("Read me"))
    editor.edits(page)

    listed = options_of(exit_of(opened(editor, 0), "Read first"))

    assert listed[0] == "The nearest step of that name: 2 Read me"


def test_a_branch_is_made(editor: Editor, script_errors: list[str]) -> None:
    page = checkout(address(), scaffold("Ways", action("Card"), action("Invoice")))
    editor.edits(page)
    group = opened(editor, 1)

    group.get_by_label("Visitors take these steps").select_option("branch")
    group.get_by_role("button", name="Add a way").click()
    arm = group.locator(".flow-arm").first
    picks(arm.get_by_label("What to ask"), "Country")
    picks(arm.get_by_label("Value"), "Germany")
    picks(arm.get_by_label("go to", exact=True), "Card")
    picks(group.get_by_label("Otherwise"), "Invoice")
    editor.saves()

    assert values(page)[1]["transition"] == {
        "type": "branch",
        "options": {
            "arms": [{"when": IS_GERMANY, "to": id_of("test_note", "Card")}],
            "otherwise": id_of("test_note", "Invoice"),
        },
    }
    assert script_errors == []


def test_another_transition_forgets_the_options_of_the_former(editor: Editor, dice: None) -> None:
    """A developer's own rule of a few lines is chosen like the others, and has its options."""
    page = checkout(
        scaffold("Again", action("Item"), transition={"type": "repeat", "options": {"most": 3}})
    )
    editor.edits(page)
    group = opened(editor, 0)
    most = group.get_by_label("Rounds at most")
    was_shown = most.is_visible()

    group.get_by_label("Visitors take these steps").select_option("test_dice")
    is_shown = most.is_visible()
    group.get_by_text("Chance decides.").wait_for()
    group.get_by_label("Sides").fill("20")
    editor.saves()

    assert (was_shown, is_shown) == (True, False)
    assert values(page)[0]["transition"] == {"type": "test_dice", "options": {"sides": 20}}


def test_what_points_into_a_duplicate_points_into_the_copy(
    editor: Editor, script_errors: list[str]
) -> None:
    """B47: exits, conditions and branches; what points outside stays as it was."""
    inner = id_of("test_note", "Card")
    away = id_of("test_note", "Away")
    asked = {"op": "exists", "operand": {"step": id_of("test_plan", "Plan"), "field": "plan"}}
    branch = {"arms": [{"when": IS_GERMANY, "to": inner}], "otherwise": id_of("test_plan", "Plan")}
    group = scaffold(
        "Ways",
        action("Plan", kind="test_plan", exits={"skip": inner}),
        action("Card", when=asked),
        action("Form", kind="test_plan", exits={"skip": away}),
        transition={"type": "branch", "options": branch},
    )
    page = drafted(address(), group, action("Away"))
    editor.edits(page)

    editor.presses(editor.blocks(editor.root)[1], "Duplicate")
    editor.page.wait_for_timeout(500)
    editor.saves()

    original, copy = draft(page)[1:3]
    assert original["value"]["transition"]["options"] == branch
    plan, card, form = copy["value"]["steps"]
    assert {plan["id"], card["id"], form["id"]}.isdisjoint({inner, id_of("test_plan", "Plan")})
    assert plan["value"]["exits"] == {"skip": card["id"]}
    assert card["value"]["when"] == {**asked, "operand": {"step": plan["id"], "field": "plan"}}
    assert form["value"]["exits"] == {"skip": away}
    assert copy["value"]["transition"]["options"] == {
        "arms": [{"when": IS_GERMANY, "to": card["id"]}],
        "otherwise": plan["id"],
    }
    assert script_errors == []


def test_who_may_come_in_is_chosen(editor: Editor, script_errors: list[str]) -> None:
    page = checkout(address(), action("Note"))
    editor.edits(page)
    note = opened(editor, 1)
    editor.presses(note, "Settings")
    guards = note.locator("[data-contentpath=preconditions]")

    guards.get_by_role("button", name="Insert a block").first.click()
    editor.page.get_by_role("option", name="Something must be known", exact=True).click()
    guards.get_by_label("Country").check()
    editor.saves()

    assert values(page)[1]["preconditions"] == [
        {"type": "required_state", "options": {"names": ["country"]}}
    ]
    assert script_errors == []


def test_a_promise_is_ticked(editor: Editor) -> None:
    """B60, as far as the editor goes; one that nobody offers any more stays."""
    page = drafted(action("Plan", kind="test_plan"), promises=["gone"])
    editor.edits(page)

    editor.page.get_by_label("Nobody finishes without a plan.").check()
    editor.saves()

    saved = FlowPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert saved.promises == ["gone", "plan"]


def test_answers_written_by_an_editor_can_be_compared_with(editor: Editor) -> None:
    """As they stand in the unsaved form: no developer has to list them."""
    answers = [{"label": "Red", "value": "r"}, {"label": "Blue", "value": ""}]
    options = {"question": "Which?", "choices": answers}
    page = checkout(action("Colour", kind="choice", options=options), action("Note"))
    editor.edits(page)
    field = opened(editor, 0).locator('input[name$="choices-1-value-label"]')
    field.fill("Green")
    note = opened(editor, 1)

    shown_only_when(note).get_by_role("button", name="Add a condition").click()
    picks(note.get_by_label("What to ask"), "Choice")
    picks(note.get_by_label("Value", exact=True), "Green")
    said = sentence(note)
    editor.saves()

    assert said == "Only when Choice is Green."
    assert values(page)[1]["when"]["value"] == "Green"


def test_an_input_of_the_page_can_be_asked_for(editor: Editor, script_errors: list[str]) -> None:
    page = checkout(action("Note"))
    editor.edits(page)
    editor.page.locator("#panel-child-content-inputs-content button.c-sf-add-button").click()
    editor.page.get_by_label("What it is").fill("Price")
    editor.page.locator('input[name="inputs-0-value-name"]').fill("price")
    editor.page.locator('select[name="inputs-0-value-type"]').select_option("number")
    note = opened(editor, 0)

    shown_only_when(note).get_by_role("button", name="Add a condition").click()
    picks(note.get_by_label("What to ask"), "Price")
    note.get_by_label("How to compare").select_option(label="is over")
    note.get_by_label("Value", exact=True).fill("9.5")
    editor.saves()

    assert values(page)[0]["when"] == {"op": "gt", "operand": {"state": "price"}, "value": 9.5}
    assert script_errors == []


def test_an_error_on_a_rule_is_shown_beside_it(editor: Editor) -> None:
    """As the gate at publishing words it; on what has no field of its own, beside the step."""
    page = drafted(scaffold("Ways", transition={"type": "branch", "options": {}}))
    editor.edits(page)

    shown = editor.page.evaluate(WITH_ERRORS)

    assert "No such step." in shown["when"]
    assert "No otherwise." in shown["options"]
    assert "No way." in shown["all"]


WITH_ERRORS = """async () => {
  const text = await (await fetch(location.href)).text();
  const sent = new DOMParser().parseFromString(text, "text/html");
  const root = sent.querySelector('[data-w-block-data-value*="FlowStreamBlock"]');
  const definition = window.telepath.unpack(JSON.parse(root.dataset.wBlockDataValue));
  const [state] = JSON.parse(root.dataset.wBlockArgumentsValue);
  const form = document.querySelector("[data-edit-form]");
  const place = form.appendChild(document.createElement("div"));
  const error = (text) => ({ messages: [text] });
  const transition = { blockErrors: { options: error("No otherwise.") } };
  const blockErrors = { when: error("No such step."), exits: error("No way."), transition };
  const block = definition.render(place, "again", state, { blockErrors: { 0: { blockErrors } } });
  const read = (name) => block.element.querySelector(`[data-contentpath=${name}]`).textContent;
  return {
    when: read("when"),
    options: read("options_branch"),
    all: block.element.textContent,
  };
}"""
"""Draws the flow once more, with errors as Wagtail hands them over."""
