"""Where one can go in a flow: arriving, moving on, and what is in reach from a step."""

from collections.abc import Iterator, Mapping
from typing import Any

from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.components import Component
from cmsflows.engine.outcome import Outcome
from cmsflows.engine.transitions import Group
from cmsflows.exceptions import UnreachableTargetError

State = Mapping[str, Any]
"""What a task has gathered. `Any`: state holds whatever the actions put there."""


def arrival(compiled: CompiledFlow, node: Node) -> ActionNode | None:
    """The action a visitor meets on being sent to a node: itself, or the group's first leaf.

    None for a group that offers nothing; it is skipped.
    """
    if isinstance(node, ActionNode):
        return node
    if not isinstance(node, ScaffoldNode):
        return None
    for child in _children_from_the_first_offered(compiled, node):
        found = arrival(compiled, child)
        if found is not None:
            return found
    return None


def first_step(compiled: CompiledFlow) -> ActionNode | None:
    """Where a new visitor begins; None for a flow without any step."""
    return arrival(compiled, compiled.definition.root)


def alternatives(compiled: CompiledFlow, action: ActionNode) -> tuple[ActionNode, ...]:
    """The actions that share this one's open visit: itself, and the other beginnings of its group.

    Whoever stands at "Log in" of a group of which any one will do may as well take "Create an
    account"; whoever stands at its second step may not.
    """
    reach: tuple[ActionNode, ...] = (action,)
    for ancestor in reversed(compiled.definition.lineage(action)[:-1]):
        beginnings = tuple(_beginnings(compiled, ancestor))
        if not any(each.id == action.id for each in beginnings):
            break
        reach = beginnings
    return reach


def after(compiled: CompiledFlow, node: Node, state: State) -> ActionNode | None:
    """The action that follows a completed node; None when the whole flow is done.

    Completion bubbles from the leaf to the root; the first scaffold whose transition chooses a
    child decides. A chosen group that has nothing to offer counts as completed.
    """
    child = node
    seen: set[str] = set()
    while (parent := compiled.definition.parent(child)) is not None:
        answer = compiled.transition(parent).choose_next(Group(parent, child, state))
        if isinstance(answer, Outcome):
            child = parent
            continue
        chosen = _child_named(compiled, parent, answer)
        found = arrival(compiled, chosen)
        if found is not None:
            return found
        child = parent if chosen.id in seen else chosen
        seen.add(chosen.id)
    return None


def leads_somewhere(compiled: CompiledFlow, source: Node, target: object) -> bool:
    """Is there a place that `target` leads to from `source`?"""
    return _destination(compiled, source, target) is not None


def destination(compiled: CompiledFlow, source: Node, target: object) -> ActionNode:
    """Where `target` leads from `source`: an exit, or a sibling of it or of an ancestor.

    Raises `UnreachableTargetError` when there is no such place in reach.
    """
    found = _destination(compiled, source, target)
    if found is None:
        raise UnreachableTargetError(
            source=source.key,
            target=_name(target),
            reachable=[each.key for each in _neighbours(compiled, source)],
        )
    return found


def contains(ancestor: Node, node: Node, compiled: CompiledFlow) -> bool:
    """Is `node` this one, or somewhere below it?"""
    return any(each.id == ancestor.id for each in compiled.definition.lineage(node))


def branch_apart(compiled: CompiledFlow, node: Node, other: Node) -> Node:
    """The highest ancestor of `node` that does not also hold `other`."""
    others = {each.id for each in compiled.definition.lineage(other)}
    lineage = compiled.definition.lineage(node)
    return next((each for each in lineage if each.id not in others), node)


def _destination(compiled: CompiledFlow, source: Node, target: object) -> ActionNode | None:
    wired = _wired_exit(compiled, source, target)
    node = wired or next(_in_reach(compiled, source, target), None)
    return arrival(compiled, node) if node else None


def _children_from_the_first_offered(
    compiled: CompiledFlow, scaffold: ScaffoldNode
) -> Iterator[Node]:
    """The offered children; where they are empty groups, what would follow them."""
    offered = list(compiled.transition(scaffold).offered(scaffold))
    yield from offered
    if not offered:
        return
    last = offered[-1]
    for _ in scaffold.children:
        answer = compiled.transition(scaffold).choose_next(Group(scaffold, last, {}))
        if isinstance(answer, Outcome):
            return
        last = _child_named(compiled, scaffold, answer)
        yield last


def _beginnings(compiled: CompiledFlow, node: Node) -> Iterator[ActionNode]:
    if isinstance(node, ActionNode):
        yield node
        return
    if isinstance(node, ScaffoldNode):
        offered = compiled.transition(node).offered(node)
        found = [each for child in offered for each in _beginnings(compiled, child)]
        first = None if found else arrival(compiled, node)
        yield from found or ([first] if first else [])


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
