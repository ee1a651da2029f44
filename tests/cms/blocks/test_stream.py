"""The stream of a flow: one block at the root and inside every scaffold, without end."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import BadRequest
from wagtail import blocks
from wagtail.admin.telepath import JSContext
from wagtail.blocks import StreamBlockValidationError, StreamValue

from cmsflows import Action, register_action
from cmsflows.blocks import ActionOptions
from cmsflows.cms.blocks.assemble import assemble, flow_stream_block
from cmsflows.cms.blocks.stream import FlowStreamBlock
from cmsflows.cms.stored import MAX_LEVELS
from cmsflows.engine.registry import Registered, Registry, registry
from tests.cms.posting import fields_of
from tests.cms.streams import JsonObject, action, id_of, nested, scaffold

pytestmark = pytest.mark.django_db


class Days(Action):
    """Its options read what they are given, and may choke on it."""

    class Options(ActionOptions):
        until = blocks.DateBlock(required=False)
        many = blocks.ListBlock(blocks.IntegerBlock())


@pytest.fixture
def block() -> Iterator[FlowStreamBlock]:
    register_action("test_days")(Days)
    yield assemble(registry)
    registry.actions.remove("test_days")


def again(block: FlowStreamBlock, stream: list[Any]) -> Any:
    """The stream once read, looked at to the bottom, and written."""
    value = block.to_python(stream)
    block.get_form_state(value)
    return block.get_prep_value(value)


def posted(block: FlowStreamBlock, stream: list[Any]) -> StreamValue:
    state = block.get_form_state(block.to_python(stream))
    return block.value_from_datadict(fields_of(block, state, "flow"), {}, "flow")


def complete(stream: list[JsonObject]) -> list[JsonObject]:
    """The stream as it is stored once it has been edited: every field, every slug."""
    return again(flow_stream_block(), stream)


def test_the_steps_of_a_scaffold_are_the_stream_itself(block: FlowStreamBlock) -> None:
    assert block.child_blocks["scaffold"].child_blocks["steps"] is block


def test_every_registered_action_is_a_block(block: FlowStreamBlock) -> None:
    """B41: registering is all it takes."""

    @register_action("test_new", label="Brand new", icon="cog", group="Tests")
    class New(Action):
        """Seen the moment it is registered."""

    found = assemble(registry).child_blocks["test_new"]
    registry.actions.remove("test_new")

    assert (found.label, found.meta.icon, found.meta.group) == ("Brand new", "cog", "Tests")
    assert found.get_description() == "Seen the moment it is registered."
    assert "test_new" not in block.child_blocks


def test_one_process_has_one_stream_block() -> None:
    assert flow_stream_block() is flow_stream_block()


def test_checks_come_to_an_end(block: FlowStreamBlock) -> None:
    assert block.check() == []


def test_blocks_can_be_compared(block: FlowStreamBlock) -> None:
    assert block == assemble(registry)
    assert block.child_blocks["scaffold"] == assemble(registry).child_blocks["scaffold"]


def test_deferred_validation_comes_back(block: FlowStreamBlock) -> None:
    """Wagtail switches it off for drafts, on the very blocks that all threads share."""
    scaffold_block = block.child_blocks["scaffold"]

    block.defer_required_validation()
    was_deferred = scaffold_block.child_blocks["title"].is_deferred_validation
    block.restore_deferred_validation()

    assert was_deferred
    assert not block.is_deferred_validation
    assert not scaffold_block.is_deferred_validation
    assert not scaffold_block.child_blocks["title"].is_deferred_validation


def test_a_draft_can_be_cleaned_eight_levels_deep(block: FlowStreamBlock) -> None:
    value = block.to_python(nested(8))

    assert block.get_prep_value(block.clean_deferred(value)) == complete(nested(8))


@pytest.mark.parametrize("depth", [1, 8, MAX_LEVELS])
def test_a_posted_form_says_what_it_was_given(block: FlowStreamBlock, depth: int) -> None:
    stream = complete(nested(depth))

    assert block.get_prep_value(block.clean(posted(block, stream))) == stream


def test_more_than_fifty_levels_are_a_form_error(block: FlowStreamBlock) -> None:
    deep = block.to_python([])
    deep.append(("test_note", {"title": "Bottom"}))
    for _level in range(MAX_LEVELS):
        deep = block.normalize([("scaffold", {"title": "Group", "steps": deep})])

    with pytest.raises(StreamBlockValidationError) as refusal:
        block.clean(deep)

    assert refusal.value.non_block_errors.as_data()[0].messages == [
        "Groups may stand within each other up to 50 levels deep."
    ]


@pytest.mark.parametrize("depth", [MAX_LEVELS + 1, 150])
def test_deeper_ones_that_are_stored_survive(block: FlowStreamBlock, depth: int) -> None:
    deepest = again(block, nested(depth))

    for _level in range(depth - 1):
        deepest = deepest[1]["value"]["steps"]
    assert deepest[0]["id"] == id_of("test_note", f"Step {depth}")


UNREADABLE: list[Any] = [
    action("Gone", kind="gift_message", steps=[{"type": "?"}], when={"eq": [1, 2.50]}),
    {"type": "gift_message"},
    {"type": "unavailable", "id": "stored", "value": {"json": "{}"}},
    {"type": ["list"], "value": {}},
    {"type": "test_note", "value": "text", "id": "a"},
    {"type": "test_note", "value": {}, "id": 5},
    {"type": "test_note", "value": {"title": 5}, "id": "b"},
    {"type": "test_note", "value": {"intro": ["x"]}, "id": "c"},
    {"type": "test_note", "value": {"image": "no number", "slug": "d"}, "id": "d"},
    {"type": "test_item", "value": {"options": [1]}, "id": "e"},
    {"type": "test_days", "value": {"options": {"until": "2026-13-45"}, "slug": "i"}, "id": "i"},
    {"type": "test_days", "value": {"options": {"many": 7}, "slug": "j"}, "id": "j"},
    {"type": "scaffold", "value": {"steps": {"a": 1}}, "id": "f"},
    {"type": "scaffold", "value": {"transition": "linear", "steps": []}, "id": "g"},
    {"type": "scaffold", "value": {"transition": {"type": 1}, "steps": []}, "id": "h"},
    {},
    [],
    "text",
    7,
    None,
    True,
]


@pytest.mark.parametrize("unreadable", UNREADABLE, ids=repr)
def test_what_no_block_can_read_is_kept_as_it_is(block: FlowStreamBlock, unreadable: Any) -> None:
    """B38: read, shown, posted back and saved, it is JSON-equal."""
    stream = complete([action("Before"), scaffold("Group")])
    stream[1]["value"]["steps"] = [unreadable]

    assert again(block, stream) == stream
    assert block.get_prep_value(block.clean(posted(block, stream))) == stream


def test_what_no_block_can_read_is_named_to_the_editor(block: FlowStreamBlock) -> None:
    state = block.get_form_state(block.to_python([{"type": "gift_message", "value": {}}]))

    assert state[0]["type"] == "unavailable"
    assert state[0]["value"]["title"] == "Gift message"
    assert state[0]["value"]["message"] == '"Gift message" is not available; ask a developer.'


def test_a_step_that_is_registered_again_is_itself_again(block: FlowStreamBlock) -> None:
    gone = action("Dear", kind="gift_message")
    kept = again(block, [gone])

    @register_action("gift_message")
    class GiftMessage(Action):
        pass

    value = assemble(registry).to_python(kept)
    registry.actions.remove("gift_message")

    assert [(child.block_type, child.value["title"]) for child in value] == [
        ("gift_message", "Dear")
    ]


def test_a_step_goes_by_the_new_key_of_its_type(block: FlowStreamBlock) -> None:
    """Keys are for ever: the one before is an alias."""

    @register_action("test_renamed", aliases=("test_old_name",))
    class Renamed(Action):
        pass

    stored = scaffold("Group", action("Dear", kind="test_old_name", name="gift"))
    (kept,) = again(assemble(registry), [stored])
    registry.actions.remove("test_renamed")

    (step,) = kept["value"]["steps"]
    assert step["type"] == "test_renamed"
    assert (step["value"]["title"], step["value"]["name"]) == ("Dear", "gift")


def test_a_placeholder_cannot_smuggle_in_a_step(block: FlowStreamBlock) -> None:
    """It would come in past the checks of its own form."""
    smuggled = {"type": "test_note", "id": "a", "value": {"title": "x", "slug": "Not A Slug"}}
    fields = {
        "flow-count": "1",
        "flow-0-deleted": "",
        "flow-0-order": "0",
        "flow-0-type": "unavailable",
        "flow-0-id": "a",
        "flow-0-value": json.dumps(smuggled),
    }

    value = block.value_from_datadict(fields, {}, "flow")

    assert value[0].block_type == "test_note"
    with pytest.raises(StreamBlockValidationError):
        block.clean(value)


def test_a_duplicated_placeholder_has_the_new_id(block: FlowStreamBlock) -> None:
    gone = {"type": "gift_message", "id": "old", "value": {}}
    value = block.to_python([gone])
    value.append(("unavailable", gone, "new"))

    assert [each["id"] for each in block.get_prep_value(value)] == ["old", "new"]


def test_a_step_whose_app_went_while_the_form_was_open_is_a_form_error(
    block: FlowStreamBlock,
) -> None:
    stream = complete([action("One")])
    fields = fields_of(block, block.get_form_state(block.to_python(stream)), "flow")

    value = block.value_from_datadict({**fields, "flow-0-type": "gone"}, {}, "flow")

    with pytest.raises(StreamBlockValidationError) as refusal:
        block.clean(value)
    assert refusal.value.block_errors[0].messages == [
        "This part of the form came back damaged. Reload the page."
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"flow-count": "x"},
        {"flow-count": "999999999"},
        {"flow-count": "2"},
        {"flow-0-order": ""},
        {"flow-0-value-steps-count": ""},
    ],
    ids=repr,
)
def test_a_form_that_is_not_whole_is_a_bad_request(
    block: FlowStreamBlock, change: dict[str, str]
) -> None:
    """Read as it is, it would shorten the flow."""
    fields = fields_of(block, block.get_form_state(block.to_python([scaffold("A")])), "flow")

    with pytest.raises(BadRequest, match=r"^The steps of this flow came back incomplete\.$"):
        block.value_from_datadict({**fields, **change}, {}, "flow")


def test_raw_json_that_was_given_stays_as_it_was(block: FlowStreamBlock) -> None:
    stream = [{"type": "test_note", "value": {}}, scaffold("A", {"type": "?", "value": {}})]
    before = copy.deepcopy(stream)

    again(block, stream)

    assert stream == before


@pytest.mark.parametrize("stored", ["no json", '{"a": 1}', "7"])
def test_text_that_is_no_stream_is_an_empty_flow(block: FlowStreamBlock, stored: str) -> None:
    value = block.to_python(stored)

    assert len(value) == 0
    assert value.raw_text == stored


def test_search_references_and_the_api_reach_the_bottom(block: FlowStreamBlock) -> None:
    intro = '<p>See <a linktype="page" id="1">home</a>.</p>'
    value = block.to_python([scaffold("A", scaffold("B", action("C", intro=intro)))])
    path = [id_of("scaffold", "A"), "steps", id_of("scaffold", "B"), "steps"]
    path += [id_of("test_note", "C"), "intro"]

    found = block.get_block_by_content_path(value, path)
    references = list(block.extract_references(value))
    (shown,) = block.get_api_representation(value)

    assert found.value.source == intro
    assert [(each[1], each[3]) for each in references] == [("1", ".".join(path))]
    assert {"A", "B", "C"} <= set(block.get_searchable_content(value))
    assert shown["value"]["steps"][0]["value"]["steps"][0]["value"]["title"] == "C"
    assert "kept" not in shown["value"]


def packed(block: FlowStreamBlock) -> Any:
    return JSContext().pack(block)


def test_the_page_carries_one_definition_of_each_type() -> None:
    """B42: the editor's page grows with blocks and types, not with depth."""
    known = Registry()
    for number in range(60):
        target = type(f"Action{number}", (Action,), {})
        known.actions.add(
            Registered(f"action_{number}", target, f"Action {number}", "form", "", "")
        )
    block = assemble(known)

    text = json.dumps(packed(block))

    for name in ("scaffold", *(f"action_{number}" for number in range(60))):
        assert text.count(f'"_args": ["{name}", ') == 1
    assert text.count('"_type": "cmsflows.FlowStreamBlock"') == 1


def test_the_page_grows_with_blocks_and_not_with_depth(block: FlowStreamBlock) -> None:
    """B42."""
    flat = [action(f"Step {number}") for number in range(1, 9)]
    flat += [scaffold(f"Group {number}") for number in range(1, 8)]

    sizes = [
        len(json.dumps(block.get_form_state(block.to_python(complete(stream)))))
        for stream in (flat, nested(8))
    ]

    assert abs(sizes[0] - sizes[1]) < 100
