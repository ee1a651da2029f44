"""Reusable groups in the reader: copied in under ids of their own, or failing closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsflows.cms.reader import read_stream
from cmsflows.cms.reusable.sources import FindGroup, StoredGroup, TooLargeError
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, PreconditionSpec, ScaffoldNode, walk
from cmsflows.engine.compiled import CompiledFlow
from tests.cms.reusable.places import use
from tests.cms.streams import JsonObject, action, id_of, item, nested, scaffold


def groups(**streams: list[JsonObject]) -> FindGroup:
    """Groups by name: `_1=[…]` is the group of key 1, titled "Group 1"."""
    return {
        int(name[1:]): StoredGroup(f"Group {name[1:]}", stream) for name, stream in streams.items()
    }.get


def read(*stream: JsonObject, **streams: list[JsonObject]) -> FlowDefinition:
    return read_stream(list(stream), groups=groups(**streams))


def ids(definition: FlowDefinition) -> list[str]:
    return [node.id for node in walk(definition.root)]


def test_the_steps_of_a_group_are_copied_in() -> None:
    definition = read(use(1, "Delivery"), _1=[action("Address"), action("Date")])

    place = id_of("reusable", "Delivery")
    assert ids(definition) == [
        "root",
        place,
        f"{place}/{id_of('test_note', 'Address')}",
        f"{place}/{id_of('test_note', 'Date')}",
    ]


def test_the_place_is_a_group_in_order_that_says_where_it_is_from() -> None:
    stream = [action("Address")]

    node = read(use(1, "Delivery"), _1=stream).node(id_of("reusable", "Delivery"))

    assert isinstance(node, ScaffoldNode)
    assert (node.key, node.title, node.transition.type) == ("scaffold", "Delivery", "linear")
    assert node.options == {"reusable": 1, "digest": StoredGroup("", stream).digest}


def test_a_place_without_a_title_has_the_groups() -> None:
    (node,) = read(use(1), _1=[action("Address")]).root.children  # type: ignore[attr-defined]

    assert node.title == "Group 1"


def test_one_group_may_stand_twice() -> None:
    definition = read(use(1, "Billing"), use(1, "Delivery"), _1=[action("Address")])

    assert len(set(ids(definition))) == 5
    assert len({definition.url_path(node) for node in walk(definition.root)}) == 5


def test_references_inside_lead_inside() -> None:
    when = {"op": "exists", "operand": {"step": id_of("test_item", "Item"), "field": "item"}}
    arms = [{"when": when, "to": id_of("test_note", "A")}]
    branch = {"type": "branch", "options": {"arms": arms, "otherwise": id_of("test_note", "B")}}
    definition = read(
        use(1, "Shop"),
        _1=[
            item("test_item", "Item"),
            item("test_plan", "Plan", exits={"skip": id_of("test_note", "A")}, when=when),
            scaffold(
                "Which",
                action("A", preconditions=[{"type": "mine", "options": {"if": when}}]),
                action("B"),
                transition=branch,
            ),
        ],
    )

    place = id_of("reusable", "Shop")
    plan = definition.node(f"{place}/{id_of('test_plan', 'Plan')}")
    which = definition.node(f"{place}/{id_of('scaffold', 'Which')}")
    first = definition.node(f"{place}/{id_of('test_note', 'A')}")
    assert isinstance(plan, ActionNode)
    assert isinstance(which, ScaffoldNode)
    assert first is not None
    copied = {**when, "operand": {**when["operand"], "step": f"{place}/{when['operand']['step']}"}}  # type: ignore[dict-item]
    assert plan.exits == (("skip", first.id),)
    assert plan.when == copied
    assert which.transition.options == {
        "arms": [{"when": copied, "to": first.id}],
        "otherwise": f"{place}/{id_of('test_note', 'B')}",
    }
    assert first.preconditions == (PreconditionSpec("mine", {"if": copied}),)


def test_groups_stand_in_groups() -> None:
    definition = read(use(1, "Outer"), _1=[use(2, "Inner")], _2=[action("Step")])

    inner = f"{id_of('reusable', 'Outer')}/{id_of('reusable', 'Inner')}"
    assert ids(definition)[2:] == [inner, f"{inner}/{id_of('test_note', 'Step')}"]


@pytest.mark.parametrize(
    "stream",
    [
        [use(7, "Gone")],
        [use(None, "Gone")],
        [use(True, "Gone")],
        [use("1", "Gone")],
        [item("reusable", "Gone")],
    ],
)
def test_a_group_that_is_not_there_fails_closed(stream: list[JsonObject]) -> None:
    compiled = CompiledFlow(read(*stream, action("After"), _1=[action("Step")]))

    (gone, after) = compiled.definition.actions
    assert not compiled.is_available(gone)
    assert compiled.is_available(after)


def test_a_group_that_cannot_be_read_fails_closed() -> None:
    compiled = CompiledFlow(read(use(1), _1=[action("Step", when={"op": "?"})]))

    (broken,) = compiled.definition.actions
    assert not compiled.is_available(broken)


@pytest.mark.parametrize(
    "streams",
    [
        {"_1": [use(1)]},
        {"_1": [scaffold("Deep", use(2))], "_2": [use(3)], "_3": [action("Step"), use(1)]},
    ],
)
def test_a_group_within_itself_fails_closed(streams: dict[str, list[JsonObject]]) -> None:
    compiled = CompiledFlow(read(use(1), **streams))

    assert [compiled.is_available(node) for node in compiled.definition.actions][-1] is False


def test_groups_that_multiply_refuse_the_flow_at_once() -> None:
    """Thirty small groups, each holding the next twice, would be a thousand million steps."""
    streams = {f"_{n}": [use(n + 1, "a"), use(n + 1, "b")] for n in range(1, 30)}

    with pytest.raises(TooLargeError) as caught:
        read(use(1), **streams, _30=[action("Step")])

    assert str(caught.value) == (
        "With its reusable groups copied in, the flow would have more than 5000 steps."
    )


def test_groups_that_are_too_deep_together_refuse_the_flow() -> None:
    with pytest.raises(TooLargeError) as caught:
        read(use(1), _1=[*nested(30)[:1], scaffold("Deep", *nested(25), use(2))], _2=nested(49))

    assert str(caught.value) == (
        "With its reusable groups copied in, the flow would be deeper than 50 levels."
    )


@given(
    st.dictionaries(
        st.integers(1, 4).map(lambda key: f"_{key}"),
        st.lists(st.integers(1, 5), max_size=3),
    )
)
def test_reading_always_ends(tree: dict[str, list[int]]) -> None:
    streams = {
        name: [action("Step"), *(use(key, f"{place}") for place, key in enumerate(keys))]
        for name, keys in tree.items()
    }

    definition = read(use(1), **streams)

    assert len(set(ids(definition))) == len(ids(definition))
