"""`manage.py check_flows` finds what a deploy would break, and says so before."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Site

from cmsflows import Action, Linear, Precondition, register_action
from cmsflows.cms.blocks.assemble import forget_block
from cmsflows.cms.versions import FlowVersion
from cmsflows.engine.registering import register_precondition, register_transition
from cmsflows.engine.registry import registry
from cmsflows.models import FlowPage
from tests.cms.streams import JsonObject, action, item, scaffold

pytestmark = pytest.mark.django_db

Registers = Callable[..., type[Action]]


@pytest.fixture
def registers() -> Iterator[Registers]:
    """Registers an action of these attributes in the place of the one that was there."""
    keys: list[str] = []

    def register(key: str, *, supersedes: tuple[str, ...] = (), **attributes: Any) -> type[Action]:
        if key in registry.actions:
            registry.actions.remove(key)
        made = type("Gift", (Action,), {"__module__": __name__, **attributes})
        keys.append(key)
        forget_block()
        return register_action(key, supersedes=supersedes)(made)

    yield register
    for key in {*keys}:
        if key in registry.actions:
            registry.actions.remove(registry.actions.get(key).key)
    forget_block()


def make_page(*steps: JsonObject, live: bool = True) -> FlowPage:
    home = Site.objects.get(is_default_site=True).root_page
    page = FlowPage(title="Checkout", flow=list(steps), live=live)
    return home.add_child(instance=page)  # type: ignore[no-any-return]  # of Wagtail's tree


def said(**options: Any) -> str:
    out = io.StringIO()
    call_command("check_flows", stdout=out, **options)
    return out.getvalue()


def complaints() -> list[str]:
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_flows", stdout=out)
    lines = out.getvalue().splitlines()
    count = len(lines)
    assert str(caught.value) == (
        "1 problem was found." if count == 1 else f"{count} problems were found."
    )
    return lines


def test_a_site_in_order_is_said_to_be() -> None:
    make_page(action("One"), scaffold("Group", item("test_plan", "Plan")))

    assert said() == "Every flow can run.\n"


def test_an_action_that_is_gone_is_found(registers: Registers) -> None:
    """B38: before the deploy, not by a visitor."""
    registers("gift")
    page = make_page(action("One"), scaffold("Group", item("gift", "For you")))
    registry.actions.remove("gift")

    assert complaints() == [
        f"“Checkout” (page:{page.pk}) 2.1 “For you”: No installed app registers the action "
        f"“gift”. [live; version {page.flow_version[:12]}]"
    ]


def test_a_version_that_visitors_may_be_in_counts_though_the_page_has_changed(
    registers: Registers,
) -> None:
    registers("gift")
    page = make_page(item("gift", "For you"))
    before = page.flow_version
    page.flow = [action("One")]
    page.save_revision().publish()
    registry.actions.remove("gift")

    (line,) = complaints()
    assert line.endswith(f"[version {before[:12]}]")


def test_versions_of_a_page_that_was_deleted_do_not_count(registers: Registers) -> None:
    """Nobody can reach them, and no deploy should wait for them."""
    registers("gift")
    make_page(item("gift", "For you")).delete()
    registry.actions.remove("gift")

    assert FlowVersion.objects.exists()
    assert said() == "Every flow can run.\n"


def test_drafts_do_not_count() -> None:
    make_page(item("gift", "For you"), live=False)

    assert said() == "Every flow can run.\n"


def test_a_rule_and_a_guard_that_are_gone_are_found() -> None:
    register_transition("mine")(type("Mine", (Linear,), {}))
    register_precondition("guard")(type("Guard", (Precondition,), {}))
    guarded = action("One", preconditions=[{"type": "guard"}])
    make_page(scaffold("Group", guarded, transition={"type": "mine", "options": {}}))
    registry.transitions.remove("mine")
    registry.preconditions.remove("guard")

    group, step = complaints()
    assert "1 “Group”: No installed app registers the transition “mine”." in group
    assert "1.1 “One”: No installed app registers the precondition “guard”." in step


def test_a_contract_that_was_broken_is_found(registers: Registers) -> None:
    registers("gift", provides={"card": str}, exits={"skip": "Skip"})
    make_page(item("gift", "For you"))
    registers("gift", provides={}, requires=["item"])

    assert [line.partition(": ")[2].partition(" [")[0] for line in complaints()] == [
        "It now requires “item”.",
        "It no longer provides “card”.",
        "It no longer has the exit “skip”.",
    ]


def test_a_class_that_supersedes_is_trusted(registers: Registers) -> None:
    """Its author has seen to it; nobody else can know."""
    registers("gift", provides={"card": str})
    page = make_page(item("gift", "For you"))
    registry.actions.remove("gift")
    registers("present", supersedes=("gift",))

    assert said() == "Every flow can run.\n"

    (child,) = FlowPage.objects.get(pk=page.pk).flow
    assert child.block_type == "present"


def test_an_alias_is_not(registers: Registers) -> None:
    """It is the same class under an older name, so its contract still counts."""
    registers("gift", provides={"card": str})
    make_page(item("gift", "For you"))
    registry.actions.remove("gift")
    register_action("present", aliases=("gift",))(type("Present", (Action,), {}))
    forget_block()

    try:
        (line,) = complaints()
    finally:
        registry.actions.remove("present")
    assert "It no longer provides “card”." in line


def test_a_stream_that_cannot_be_read_is_found() -> None:
    page = make_page(action("One"))
    FlowPage.objects.filter(pk=page.pk).update(flow=[action("One", when={"op": "?"})])

    (line,) = complaints()
    assert "This is no condition" in line


def test_a_version_that_cannot_be_read_is_found() -> None:
    page = make_page(action("One"))
    FlowVersion.objects.create(flow=page.flow_id, sha256="f" * 64, definition="{}")

    (line,) = complaints()
    assert "A version that visitors may be in cannot be read. [version ffffffffffff]" in line


def test_programs_are_told_as_json(registers: Registers) -> None:
    registers("gift")
    page = make_page(item("gift", "For you"))
    registry.actions.remove("gift")
    out = io.StringIO()

    with pytest.raises(CommandError):
        call_command("check_flows", "--json", stdout=out)

    (flaw,) = json.loads(out.getvalue())
    assert flaw["flow"] == page.flow_id
    assert flaw["sentence"] == "No installed app registers the action “gift”."
    assert flaw["is_live"] is True
    assert flaw["versions"] == [page.flow_version]


def test_a_site_in_order_is_an_empty_list() -> None:
    assert json.loads(said(json=True)) == []
