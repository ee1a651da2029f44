"""The rules of steps survive editing: what their blocks know is edited, all else is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from wagtail import blocks
from wagtail.admin.telepath import JSContext
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from cmsflows import COMPLETE, Precondition, RequiredState, Transition
from cmsflows.blocks import ActionOptions
from cmsflows.cms.blocks.assemble import assemble, flow_stream_block
from cmsflows.cms.blocks.stream import FlowStreamBlock
from cmsflows.cms.blocks.transition import TransitionBlock
from cmsflows.cms.reader import read_stream
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.registering import register_precondition, register_transition
from cmsflows.engine.registry import registry
from tests.cms.posting import fields_of
from tests.cms.streams import JsonObject, action, scaffold

pytestmark = pytest.mark.django_db

IS_LARGE = {"op": "eq", "operand": {"state": "plan"}, "value": "large"}


@pytest.fixture
def block() -> Iterator[FlowStreamBlock]:
    """With a rule and a guard that a developer wrote."""

    @register_transition("test_dice", label="By lot", icon="rotate")
    class ByLot(Transition):
        """Chance decides."""

        class Options(ActionOptions):
            sides = blocks.IntegerBlock(default=6)
            until = blocks.DateBlock(required=False)

        def choose_next(self, group: Any) -> Any:
            return COMPLETE

    @register_precondition("test_weekday", label="On a weekday")
    class OnWeekday(Precondition):
        """Only on one day of the week."""

        class Options(ActionOptions):
            day = blocks.CharBlock(default="Monday")

        def __init__(self, day: str) -> None:
            self.day = day

    yield assemble(registry)
    registry.transitions.remove("test_dice")
    registry.preconditions.remove("test_weekday")


def posted(block: FlowStreamBlock, *stream: JsonObject, **changes: str) -> list[JsonObject]:
    """What is stored once these steps were opened in the editor, changed there, and saved."""
    state = block.get_form_state(block.to_python(list(stream)))
    fields = {**fields_of(block, state, "flow"), **changes}
    value = block.value_from_datadict(fields, {}, "flow")
    prepared: list[JsonObject] = block.get_prep_value(block.clean(value))
    return prepared


@pytest.mark.parametrize(
    "rules",
    [
        {"when": IS_LARGE},
        {"exits": {"skip": "some-id", "former": "other-id"}},
        {"preconditions": [{"type": "required_state", "options": {"names": ["plan", "nobody"]}}]},
        {"preconditions": [{"type": "test_weekday", "options": {"day": "Friday"}}]},
        {"preconditions": [{"type": "login_required", "options": {}}]},
    ],
    ids=str,
)
def test_a_rule_comes_back_as_it_was(block: FlowStreamBlock, rules: JsonObject) -> None:
    value = posted(block, action("Plan", kind="test_plan", **rules))[0]["value"]

    assert {name: value[name] for name in rules} == rules


@pytest.mark.parametrize(
    "stored", [{"eq": [1, 2.50]}, [], "text", 7, True, {"op": "sum"}], ids=repr
)
@pytest.mark.parametrize("name", ["when", "exits"])
def test_what_is_no_rule_is_kept(block: FlowStreamBlock, name: str, stored: Any) -> None:
    value = posted(block, action("Plan", kind="test_plan", **{name: stored}))[0]["value"]

    assert value[name] == stored


UNREADABLE = [
    {"type": "test_gone", "options": {"x": [1]}},
    {"type": "required_state", "options": {"names": ["a"], "since": 1}},
    {"type": "required_state", "options": [1]},
    {"type": "required_state", "options": {}, "note": "by hand"},
    {"options": {}},
    "text",
    None,
]


@pytest.mark.parametrize("spec", UNREADABLE, ids=repr)
def test_a_guard_nobody_can_read_is_kept(block: FlowStreamBlock, spec: Any) -> None:
    guards = [spec, {"type": "login_required", "options": {}}]

    value = posted(block, action("Note", preconditions=guards))[0]["value"]

    assert value["preconditions"] == guards


def test_guards_that_are_no_list_are_kept(block: FlowStreamBlock) -> None:
    assert posted(block, action("Note", preconditions="x"))[0]["value"]["preconditions"] == "x"


def test_a_step_without_rules_stores_none(block: FlowStreamBlock) -> None:
    value = posted(block, action("Plan", kind="test_plan"))[0]["value"]

    assert value.keys().isdisjoint({"when", "exits", "preconditions"})


def test_a_step_that_has_no_exits_keeps_those_it_had(block: FlowStreamBlock) -> None:
    assert posted(block, action("Note", exits={"skip": "x"}))[0]["value"]["exits"] == {"skip": "x"}


@pytest.mark.parametrize(
    "transition",
    [
        {"type": "linear", "options": {}},
        {"type": "any_one_of", "options": {"menu": True}},
        {"type": "repeat", "options": {"button": "One more", "most": 3}},
        {"type": "branch", "options": {"arms": [{"when": IS_LARGE, "to": "x"}], "otherwise": "y"}},
        {"type": "branch", "options": {"arms": "none", "more": 1}},
        {"type": "test_dice", "options": {"sides": 20}},
        {"type": "test_dice", "options": {"sides": 20, "loaded": True}},
        {"type": "repeat", "options": {"most": 3, "button": "x", "unknown": [1]}, "by": "hand"},
        {"type": "linear", "options": {"unknown": {"a": 1}}},
        {"type": "test_gone", "options": {"unknown": {"a": 1}}},
        {"type": "test_gone", "options": {}},
    ],
    ids=str,
)
def test_a_transition_comes_back_as_it_was(block: FlowStreamBlock, transition: JsonObject) -> None:
    stored = posted(block, scaffold("Group", transition=transition))[0]["value"]["transition"]

    assert stored == transition


def test_options_that_their_block_refuses_are_kept(block: FlowStreamBlock) -> None:
    transition = {"type": "test_dice", "options": {"sides": 6, "until": "2026-13-45"}}

    group = posted(block, scaffold("Group", transition=transition))[0]

    assert group["value"]["transition"] == transition


def test_another_transition_keeps_nothing_of_the_former(block: FlowStreamBlock) -> None:
    former = {"type": "repeat", "options": {"most": 3, "unknown": 1}}

    group = posted(
        block,
        scaffold("Group", transition=former),
        **{"flow-0-value-transition-type": "any_one_of"},
    )[0]

    assert group["value"]["transition"] == {"type": "any_one_of", "options": {"menu": False}}


def test_only_the_chosen_transition_is_asked(block: FlowStreamBlock) -> None:
    """Nobody sees the options of the others, so nobody could mend them."""
    linear = scaffold("Group", transition={"type": "linear", "options": {}})
    bad = {"flow-0-value-transition-options_repeat-most": "-1"}

    stored = posted(block, linear, **bad)[0]["value"]["transition"]
    with pytest.raises(StreamBlockValidationError) as refusal:
        posted(block, linear, **bad, **{"flow-0-value-transition-type": "repeat"})

    assert stored == {"type": "linear", "options": {}}
    errors = refusal.value.block_errors[0].block_errors["transition"]
    assert isinstance(errors, StructBlockValidationError)
    assert set(errors.block_errors) == {"options_repeat"}


@pytest.mark.parametrize("name", ["when", "exits", "transition-options_branch"])
def test_damage_is_a_form_error(block: FlowStreamBlock, name: str) -> None:
    branch = {"type": "branch", "options": {}}
    step = action("P", kind="test_plan") if name == "exits" else scaffold("G", transition=branch)

    with pytest.raises(StreamBlockValidationError, match="Validation error"):
        posted(block, step, **{f"flow-0-value-{name}": "no json"})


def test_a_form_that_was_opened_before_conditions_loses_none(block: FlowStreamBlock) -> None:
    """It carries them with what it does not know, and has no fields of their own."""
    state = block.get_form_state(block.to_python([action("Note")]))
    fields = fields_of(block, state, "flow")
    del fields["flow-0-value-when"]
    fields["flow-0-value-kept"] = '{"when": {"op": "exists", "operand": {"state": "plan"}}}'

    value = block.value_from_datadict(fields, {}, "flow")

    assert block.get_prep_value(value)[0]["value"]["when"] == {
        "op": "exists",
        "operand": {"state": "plan"},
    }


def test_a_developers_rule_is_chosen_like_the_others(block: FlowStreamBlock) -> None:
    transition = block.child_blocks["scaffold"].child_blocks["transition"]

    assert ("test_dice", "By lot") in list(transition.child_blocks["type"].field.choices)
    assert list(transition.child_blocks["options_test_dice"].child_blocks) == ["sides", "until"]
    packed = JSContext().pack(block)
    assert "Chance decides." in str(packed)


def test_a_guard_is_made_from_what_an_editor_set(block: FlowStreamBlock) -> None:
    guards = [
        {"type": "required_state", "options": {"names": ["plan"]}},
        {"type": "test_weekday", "options": {"day": "Friday"}},
    ]
    compiled = CompiledFlow(read_stream([action("Note", preconditions=guards)]))

    required, weekday = compiled.preconditions(compiled.definition.actions[0])

    assert isinstance(required, RequiredState)
    assert required.names == ("plan",)
    assert weekday.day == "Friday"


@pytest.mark.parametrize("names", [[], None, "plan", [1]], ids=repr)
def test_required_names_that_are_none_require_nothing(names: Any) -> None:
    assert RequiredState.from_options({"names": names}).names == ()


def test_the_definition_of_a_type_stands_once_in_the_page(block: FlowStreamBlock) -> None:
    """B42: steps share their conditions and guards, whatever their number."""
    packed = str(JSContext().pack(block))

    assert packed.count("cmsflows.ConditionBlock") == 1
    assert packed.count("cmsflows.PreconditionsBlock") == 1
    assert packed.count("cmsflows.TransitionBlock") == 1
    assert packed.count("'comparisons'") == 1


def test_the_api_shows_rules_as_they_are_stored() -> None:
    block = flow_stream_block()
    branch = {"type": "branch", "options": {"arms": [], "otherwise": "y"}}
    guards = [{"type": "login_required", "options": {}}]
    value = block.to_python([scaffold("Group", transition=branch, preconditions=guards)])

    shown = block.get_api_representation(value)[0]["value"]

    assert (shown["transition"], shown["preconditions"]) == (branch, guards)


def test_a_new_group_is_in_order() -> None:
    block = TransitionBlock(registry)

    assert block.get_prep_value(block.get_default()) == {"type": "linear", "options": {}}
