"""Where one can go in a flow: arriving, moving on, and what is in reach from a step."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django.utils.functional import SimpleLazyObject

from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode
from cmsflows.engine.circumstances import Circumstances
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.components import Component
from cmsflows.engine.outcome import Outcome
from cmsflows.engine.transitions import Group, Transition
from cmsflows.exceptions import UnreachableTargetError

State = Mapping[str, Any]
"""What a task has gathered. `Any`: state holds whatever the actions put there."""


def arrival(given: Circumstances, node: Node) -> ActionNode | None:
    """The action a visitor meets on being sent to a node: itself, or the group's first leaf.

    None for a node that is not there for them, and for a group that offers nothing; it is skipped.
    """
    if not given.shows(node):
        return None
    if isinstance(node, ActionNode):
        return node
    if not isinstance(node, ScaffoldNode):
        return None
    for child in _children_from_the_first_offered(given, node):
        found = arrival(given, child)
        if found is not None:
            return found
    return None


def first_step(given: Circumstances) -> ActionNode | None:
    """Where a new visitor begins; None for a flow without any step."""
    return arrival(given, given.compiled.definition.root)


def landing(given: Circumstances, node: Node) -> ActionNode | None:
    """Where a visitor comes out who is sent to a node that may not be there for them: at the node,
    or at what follows it; None when nothing does.

    Where it was one of several ways to begin a group, the others are still to be taken.
    """
    lineage = given.compiled.definition.lineage(node)
    hidden = next((each for each in lineage if not given.shows(each)), None)
    if hidden is None:
        return arrival(given, node) or after(given, node)
    choice = _choice(given, node, until=hidden)
    if choice is None:
        return after(given, hidden)
    return arrival(given, choice) or after(given, choice)


def _choice(given: Circumstances, node: Node, *, until: Node) -> ScaffoldNode | None:
    """The outermost group around a node that is not there of which it was one of the beginnings."""
    lineage = given.compiled.definition.lineage(node)
    as_if = given.as_if(*lineage)
    around = lineage[: [each.id for each in lineage].index(until.id)]
    for group in around:
        if not isinstance(group, ScaffoldNode) or len(_offered(as_if, group)) < 2:
            continue
        if any(contains(node, each, given.compiled) for each in _beginnings(as_if, group)):
            return group
    return None


def alternatives(given: Circumstances, action: ActionNode) -> tuple[ActionNode, ...]:
    """The actions that share this one's open visit: itself, and the other beginnings of its group.

    Whoever stands at "Log in" of a group of which any one will do may as well take "Create an
    account"; whoever stands at its second step may not.
    """
    reach: tuple[ActionNode, ...] = (action,)
    for ancestor in reversed(given.compiled.definition.lineage(action)[:-1]):
        beginnings = tuple(_beginnings(given, ancestor))
        if not any(each.id == action.id for each in beginnings):
            break
        reach = beginnings
    return reach


def menu(given: Circumstances, action: ActionNode) -> ScaffoldNode | None:
    """The outermost group that has a menu page and begins with this action."""
    for node in given.compiled.definition.lineage(action)[:-1]:
        if isinstance(node, ScaffoldNode) and given.compiled.transition(node).has_menu(node):
            begins = arrival(given, node)
            if begins is not None and begins.id == action.id:
                return node
    return None


def after(given: Circumstances, node: Node) -> ActionNode | None:
    """The action that follows a completed node; None when the whole flow is done.

    Completion bubbles from the leaf to the root; the first scaffold whose transition chooses a
    child decides. What is chosen and has nothing to offer counts as completed.
    """
    compiled = given.compiled
    child = node
    seen: set[str] = set()
    while (parent := compiled.definition.parent(child)) is not None:
        answer = compiled.transition(parent).choose_next(_group(given, parent, child, leaf=node))
        if isinstance(answer, Outcome):
            child = parent
            continue
        chosen = _child_named(compiled, parent, answer)
        found = arrival(given, chosen)
        if found is not None:
            return found
        child = parent if chosen.id in seen else chosen
        seen.add(chosen.id)
    return None


def more_rounds(given: Circumstances, action: ActionNode) -> Iterator[tuple[ScaffoldNode, str]]:
    """The groups of which a visitor may have another round when they have completed this action,
    each with what its button says."""
    compiled = given.compiled
    child: Node = action
    while (parent := compiled.definition.parent(child)) is not None:
        transition = compiled.transition(parent)
        label = str(transition.another(_group(given, parent, child, leaf=action, ahead=1)))
        if label:
            yield parent, label
        # Not asked what follows: a rule may look for what the step has yet to leave in the state.
        after = [target for source, target in transition.edges(parent) if source.id == child.id]
        if not label and any(after):
            return
        child = parent


def leads_somewhere(given: Circumstances, source: Node, target: object) -> bool:
    """Is there a place that `target` leads to from `source`?"""
    return node_named(given.compiled, source, target) is not None


def destination(given: Circumstances, source: Node, target: object) -> ActionNode | None:
    """Where `target` leads from `source`: an exit, or a sibling of it or of an ancestor.

    None where that is not there for this visitor, and nothing follows it. Raises
    `UnreachableTargetError` when there is no such place in reach.
    """
    found = node_named(given.compiled, source, target)
    if found is None:
        raise UnreachableTargetError(
            source=source.key,
            target=_name(target),
            reachable=[each.key for each in _neighbours(given.compiled, source)],
        )
    return landing(given, found)


def node_named(compiled: CompiledFlow, source: Node, target: object) -> Node | None:
    """The node that `target` means at `source`; None where it means none that can be entered."""
    wired = _wired_exit(compiled, source, target)
    found = wired or next(_in_reach(compiled, source, target), None)
    return found if found and _has_a_leaf(found) else None


def contains(ancestor: Node, node: Node, compiled: CompiledFlow) -> bool:
    """Is `node` this one, or somewhere below it?"""
    return any(each.id == ancestor.id for each in compiled.definition.lineage(node))


def branch_apart(compiled: CompiledFlow, node: Node, other: Node) -> Node:
    """The highest ancestor of `node` that does not also hold `other`."""
    others = {each.id for each in compiled.definition.lineage(other)}
    lineage = compiled.definition.lineage(node)
    return next((each for each in lineage if each.id not in others), node)


def _has_a_leaf(node: Node) -> bool:
    if isinstance(node, ScaffoldNode):
        return any(map(_has_a_leaf, node.children))
    return isinstance(node, ActionNode)


def _children_from_the_first_offered(
    given: Circumstances, scaffold: ScaffoldNode
) -> Iterator[Node]:
    """The offered children; where they are not there, what would follow them."""
    transition = given.compiled.transition(scaffold)
    offered = list(transition.begins_with(_group(given, scaffold)))
    yield from offered
    if not offered:
        return
    last = offered[-1]
    for _ in scaffold.children:
        answer = transition.choose_next(_group(given, scaffold, last))
        if isinstance(answer, Outcome):
            return
        last = _child_named(given.compiled, scaffold, answer)
        yield last


def _offered(given: Circumstances, group: ScaffoldNode) -> Sequence[Node]:
    return given.compiled.transition(group).begins_with(_group(given, group))


def _beginnings(given: Circumstances, node: Node) -> Iterator[ActionNode]:
    if not given.shows(node):
        return
    if isinstance(node, ActionNode):
        yield node
        return
    if isinstance(node, ScaffoldNode):
        found = [each for child in _offered(given, node) for each in _beginnings(given, child)]
        first = None if found else arrival(given, node)
        yield from found or ([first] if first else [])


def _group(
    given: Circumstances,
    scaffold: ScaffoldNode,
    completed: Node | None = None,
    *,
    leaf: Node | None = None,
    ahead: int = 0,
) -> Group:
    """What a scaffold's transition is told. `ahead` counts a round that is about to be done."""
    counts = leaf and type(given.compiled.transition(scaffold)).another is not Transition.another
    return Group(
        scaffold,
        completed,
        cast(State, SimpleLazyObject(lambda: given.state)),  # decoded where somebody looks at it
        given.holds,
        wants_another=given.another == scaffold.id,
        rounds=ahead + given.rounds(scaffold, leaf) if leaf and counts else 0,
    )


def _child_named(compiled: CompiledFlow, parent: ScaffoldNode, answer: object) -> Node:
    for child in parent.children:
        if _is_called(compiled, child, answer):
            return child
    raise UnreachableTargetError(
        source=parent.key, target=_name(answer), reachable=[each.key for each in parent.children]
    )


def _wired_exit(compiled: CompiledFlow, source: Node, target: object) -> Node | None:
    if not isinstance(source, ActionNode) or not isinstance(target, str):
        return None
    node_id = dict(source.exits).get(target)
    return compiled.definition.node(node_id) if node_id else None


def _in_reach(compiled: CompiledFlow, source: Node, target: object) -> Iterator[Node]:
    for node in _neighbours(compiled, source):
        if _is_called(compiled, node, target):
            yield node


def _neighbours(compiled: CompiledFlow, source: Node) -> Iterator[Node]:
    """Siblings first, then the siblings of each ancestor, deepest first."""
    for ancestor in reversed(compiled.definition.lineage(source)[:-1]):
        if isinstance(ancestor, ScaffoldNode):
            yield from ancestor.children


def _is_called(compiled: CompiledFlow, node: Node, target: object) -> bool:
    if isinstance(target, Node):
        return node.id == target.id
    if isinstance(target, Component):
        return compiled.is_available(node) and type(target) is compiled.component_class(node)
    if isinstance(target, type):
        return compiled.is_available(node) and target is compiled.component_class(node)
    name = str(target)
    return (
        name in (node.id, node.key, node.slug, node.slug.replace("-", "_"))
        or compiled.is_available(node)
        and compiled.component_class(node).__name__ == name
    )


def _name(target: object) -> str:
    return target.__name__ if isinstance(target, type) else str(target)
