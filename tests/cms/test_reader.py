"""The reader: the raw JSON of a stream in, a flow definition out, or a sentence."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsflows import Action, Linear, Scaffold, register_scaffold
from cmsflows.cms.reader import read_stream
from cmsflows.definition.canonical import from_data
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import (
    ActionNode,
    PreconditionSpec,
    ScaffoldNode,
    TransitionSpec,
    Words,
)
from cmsflows.engine.registry import registry
from cmsflows.exceptions import DefinitionError
from tests.cms.streams import action, id_of, item, nested, scaffold

KEYS = st.sampled_from(
    ["type", "id", "value", "title", "slug", "steps", "options", "transition", "exits"]
    + ["preconditions", "image", "intro", "name", "when"]
)
TEXTS = st.sampled_from(
    ["scaffold", "test_item", "unavailable", "linear", "\ud800", "\0"]
) | st.text(max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | TEXTS, inner, max_size=6),
    max_leaves=25,
)
ITEMS = st.recursive(
    st.builds(lambda kind, value: {"type": kind, "value": value}, TEXTS, JSON),
    lambda inner: st.builds(
        lambda steps, value: {"type": "scaffold", "value": {**value, "steps": steps}},
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, JSON, max_size=3),
    ),
    max_leaves=8,
)


def read_one(step: Any) -> Any:
    (node,) = read_stream([step]).root.children  # type: ignore[attr-defined]
    return node


def test_the_root_takes_its_children_in_order() -> None:
    definition = read_stream([action("One"), action("Two")], title="Checkout")

    assert isinstance(definition.root, ScaffoldNode)
    assert (definition.root.id, definition.root.key) == ("root", "scaffold")
    assert definition.root.title == "Checkout"
    assert definition.root.transition == TransitionSpec("linear")
    assert [child.title for child in definition.root.children] == ["One", "Two"]


def test_a_node_is_known_by_the_id_of_its_block() -> None:
    assert read_one(action("One")).id == id_of("test_note", "One")


def test_an_action_brings_its_words_and_options() -> None:
    node = read_one(
        item(
            "test_item",
            "Choose",
            intro="<p>Hello.</p>",
            image=7,
            button="Go",
            help="<p>Hm?</p>",
            name="gift",
            options={"hint": "Quick"},
        )
    )

    assert node.words == Words(intro="<p>Hello.</p>", help="<p>Hm?</p>", button="Go", image=7)
    assert node.name == "gift"
    assert node.options == {"hint": "Quick"}


def test_an_action_brings_its_contract() -> None:
    contract = read_one(item("test_plan", "Plan")).contract

    assert contract.provides == (("plan", "str"),)
    assert contract.exits == (("skip", "No plan, thanks"),)


def test_exits_and_preconditions_that_are_stored_are_read() -> None:
    node = read_one(
        item("test_plan", exits={"skip": "there"}, preconditions=[{"type": "login_required"}])
    )

    assert node.exits == (("skip", "there"),)
    assert node.preconditions == (PreconditionSpec("login_required"),)


def test_a_precondition_that_cannot_be_read_refuses_the_flow() -> None:
    """Left out, it would let everybody in."""
    with pytest.raises(DefinitionError, match=r"^This is no precondition: 'login_required'\.$"):
        read_stream([item("test_plan", preconditions=["login_required"])])


def test_a_step_without_a_title_has_its_label() -> None:
    assert read_one(item("test_item", " ")).title == "Choose an item"


def test_a_scaffold_brings_its_transition_and_steps() -> None:
    node = read_one(
        scaffold("Pay", action("Card"), transition={"type": "any_one_of", "options": {"a": 1}})
    )

    assert node.transition == TransitionSpec("any_one_of", {"a": 1})
    assert [child.title for child in node.children] == ["Card"]


def test_steps_live_below_the_scaffolds_they_stand_in() -> None:
    definition = read_stream([scaffold("Who are you", action("Log in"))])

    assert definition.url_path(definition.actions[0]) == "who-are-you/log-in/"


def test_a_scaffold_written_in_code_is_one_block() -> None:
    class First(Action):
        pass

    class Second(Action):
        pass

    @register_scaffold("test_ready_group", label="Ready group")
    class Ready(Scaffold):
        action_set = [First, Second]
        transition = Linear

    node = read_one(item("test_ready_group", "Mine", intro="<p>Hi.</p>"))
    registry.scaffolds.remove("test_ready_group")

    assert (node.title, node.slug, node.words.intro) == ("Mine", "mine", "<p>Hi.</p>")
    assert [child.id for child in node.children] == [f"{node.id}/first", f"{node.id}/second"]


def test_an_unknown_type_is_an_action_nobody_can_enter() -> None:
    """It fails closed when a visitor reaches it; left out, it would shorten the checkout."""
    node = read_one(item("gift_message", "Dear"))

    assert isinstance(node, ActionNode)
    assert (node.key, node.title, node.slug) == ("gift_message", "Dear", "dear")


def test_an_empty_stream_is_an_empty_flow() -> None:
    assert read_stream([]).is_empty


def test_fifty_levels_can_be_read() -> None:
    assert len(read_stream(nested(50)).actions) == 50


def test_deeper_ones_are_refused() -> None:
    with pytest.raises(
        DefinitionError, match=r"^Groups stand deeper than 50 levels within each other\.$"
    ):
        read_stream(nested(51))


@pytest.mark.parametrize(
    ("stream", "sentence"),
    [
        ({"a": 1}, "A flow is a list of steps, but this is {'a': 1}."),
        (None, "A flow is a list of steps, but this is None."),
        (["text"], "This is no step: 'text'."),
        ([{"type": 7, "value": {}}], "This is no step: {'type': 7,"),
        ([action("x", options={"n": float("nan")})], "A step holds a value that cannot be kept"),
        ([action("x", intro="\ud800")], "A step holds a value that cannot be kept"),
    ],
)
def test_what_is_no_flow_is_refused_with_a_sentence(stream: object, sentence: str) -> None:
    with pytest.raises(DefinitionError) as refusal:
        read_stream(stream)

    assert str(refusal.value).startswith(sentence)


@given(st.lists(ITEMS, max_size=4) | JSON)
def test_any_json_gives_a_flow_or_a_sentence(stream: Any) -> None:
    found = flow_or_error(stream)

    if isinstance(found, DefinitionError):
        assert str(found).endswith(".")
    else:
        stored = from_data(json.loads(found.canonical))
        assert FlowDefinition(stored).version == found.version


def flow_or_error(stream: Any) -> FlowDefinition | DefinitionError:
    try:
        return read_stream(stream)
    except DefinitionError as error:
        return error


def test_what_the_editor_notes_on_paragraphs_makes_no_other_version():
    plain = action("One", intro="<p>Hello</p>", help="<p>Help</p>")
    noted = action(
        "One", intro='<p data-block-key="a1b2c">Hello</p>', help='<p data-block-key="x">Help</p>'
    )

    assert read_stream([plain]).version == read_stream([noted]).version
