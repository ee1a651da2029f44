"""What changed between two versions, as an editor would tell it."""

from dataclasses import replace
from random import Random

import pytest

from cmsflows.definition.changes import Aspect, ChangeKind, changes
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Input, Node, ScaffoldNode, Words


def step(title: str, **values) -> ActionNode:
    return ActionNode(id=title.lower(), key="note", slug=title.lower(), title=title, **values)


def group(title: str, *children: Node, **values) -> ScaffoldNode:
    return ScaffoldNode(
        id=title.lower(),
        key="scaffold",
        title=title,
        slug=title.lower(),
        children=children,
        **values,
    )


def flow(*children: Node, **values) -> FlowDefinition:
    root = ScaffoldNode(id="root", key="scaffold", title="Checkout", children=children)
    return FlowDefinition(root, **values)


def told(old: FlowDefinition, new: FlowDefinition) -> list[tuple[ChangeKind, str, str]]:
    return [(each.kind, each.number, each.title) for each in changes(old, new)]


A, B, C, D = step("A"), step("B"), step("C"), step("D")


def test_nothing_changed():
    assert changes(flow(A, group("G", B)), flow(A, group("G", B))) == []


def test_what_came_and_what_went_is_told():
    assert told(flow(A, B), flow(C, A)) == [
        (ChangeKind.ADDED, "1", "C"),
        (ChangeKind.REMOVED, "2", "B"),
    ]


def test_a_group_comes_and_goes_with_its_steps():
    came = changes(flow(A), flow(A, group("G", B, group("H", C))))
    went = changes(flow(A, group("G", B, group("H", C))), flow(A))

    assert [(each.kind, each.title, each.is_group, each.steps) for each in (*came, *went)] == [
        (ChangeKind.ADDED, "G", True, 2),
        (ChangeKind.REMOVED, "G", True, 2),
    ]


def test_a_step_kept_when_its_group_went_was_moved():
    found = changes(flow(group("G", A, B)), flow(A))

    assert [(each.kind, each.title, each.steps) for each in found] == [
        (ChangeKind.MOVED, "A", 0),
        (ChangeKind.REMOVED, "G", 1),
    ]


@pytest.mark.parametrize(
    ("order", "moved"), [((B, C, D, A), "A"), ((D, A, B, C), "D"), ((A, C, B, D), "C")]
)
def test_as_few_as_can_be_were_moved(order, moved):
    found = changes(flow(A, B, C, D), flow(*order))

    assert [(each.kind, each.title) for each in found] == [(ChangeKind.MOVED, moved)]


def test_a_step_moved_into_a_group_says_so():
    (found,) = changes(flow(A, group("G", B)), flow(group("G", B, A)))

    assert (found.kind, found.title, found.before, found.number, found.group) == (
        ChangeKind.MOVED,
        "A",
        "1",
        "1.2",
        "G",
    )


def test_a_new_title_is_told_with_the_old_one():
    (found,) = changes(flow(A), flow(replace(A, title="Another")))

    assert (found.kind, found.before, found.title) == (ChangeKind.RENAMED, "A", "Another")


@pytest.mark.parametrize(
    ("changed", "aspect"),
    [
        ({"words": Words(intro="<p>Hello</p>")}, Aspect.WORDS),
        ({"options": {"limit": 3}}, Aspect.OPTIONS),
        ({"slug": "elsewhere"}, Aspect.ADDRESS),
        ({"when": {"op": "exists", "operand": {"state": "a"}}}, Aspect.WHEN),
        ({"exits": (("skip", "b"),)}, Aspect.EXITS),
        ({"name": "billing"}, Aspect.NAME),
        ({"key": "other"}, Aspect.KIND),
    ],
)
def test_what_else_is_otherwise_is_told(changed, aspect):
    (found,) = changes(flow(A, B), flow(replace(A, **changed), B))

    assert (found.kind, found.title, found.aspects) == (ChangeKind.CHANGED, "A", (aspect,))


def test_what_is_said_of_the_flow_is_told():
    (found,) = changes(flow(A), flow(A, inputs=(Input("item"),), promises=("payment",)))

    assert found.aspects == (Aspect.INPUTS, Aspect.PROMISES)


def test_equal_versions_have_no_changes_and_others_have():
    one, other = flow(A, B), flow(A, replace(B, options={"x": [1]}))

    assert bool(changes(one, other)) is (one.version != other.version)


def some_flow(chance: Random) -> FlowDefinition:
    """A tree of some of the same few steps, here and there."""
    titles = chance.sample("ABCDEFGH", chance.randint(1, 8))
    top: list[Node] = []
    while titles:
        if chance.random() < 0.3:
            inner = [step(titles.pop()) for _ in range(chance.randint(1, len(titles)))]
            top.append(group(chance.choice("XYZ") + str(len(top)), *inner))
        else:
            options = {"n": chance.randint(0, 1)}
            top.append(replace(step(titles.pop()), options=options))
    return flow(*top)


def test_what_is_told_is_all_there_is():
    """Flows without a change are the same version, and no others are; nothing is told twice."""
    chance = Random(7)  # noqa: S311  # no secret
    for _ in range(2_000):
        one, other = some_flow(chance), some_flow(chance)

        found = changes(one, other)

        assert bool(found) is (one.version != other.version)
        assert len({(each.kind, each.node) for each in found}) == len(found)


def test_a_thousand_steps_are_compared():
    """With as few moves as can be said; that is no longer than the steps are many."""
    steps = [step(f"S{number}") for number in range(1_000)]
    shuffled = Random(7).sample(steps, len(steps))  # noqa: S311  # no secret
    one, other = flow(*steps), flow(*shuffled)

    found = changes(one, other)

    assert 900 < len(found) < 1_000
