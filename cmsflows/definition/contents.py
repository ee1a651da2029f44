"""Problems of what is in a flow, whichever way a visitor takes."""

from collections.abc import Collection, Iterator

from cmsflows.definition.graph import FlowGraph
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode
from cmsflows.definition.passages.facts import provided_by
from cmsflows.definition.problems import Code, Problem

INPUT_TYPES = {
    "text": ("str",),
    "number": ("Decimal", "float", "int"),
    "whole_number": ("int",),
    "date": ("date",),
    "yes_no": ("bool",),
}
"""The types of state that an input of some kind agrees with."""
ANY_TYPE = "object"
"""The type of a name that says nothing of its values."""


def problems_of_contents(
    graph: FlowGraph, *, guards: Collection[str] | None = None
) -> Iterator[Problem]:
    """What is empty, unknown, at the same URL, or of two types. `guards` are the types of
    preconditions that are known; None is any."""
    root = graph.definition.root
    if graph.definition.is_empty:
        yield Problem(Code.EMPTY_FLOW, "")
    for node in graph.definition.by_id.values():
        if isinstance(node, ScaffoldNode) and not node.children and node is not root:
            yield Problem(Code.EMPTY_GROUP, node.id)
        if node.id in graph.unavailable:
            yield _unknown(node)
        for spec in node.preconditions:
            if guards is not None and spec.type not in guards:
                yield Problem(Code.UNKNOWN_GUARD, node.id, names=(spec.type,))
    yield from _duplicate_urls(root)
    yield from _disagreements(graph)


def _unknown(node: Node) -> Problem:
    if isinstance(node, ScaffoldNode) and node.key == "scaffold":
        return Problem(Code.UNKNOWN_RULE, node.id, names=(node.transition.type,))
    return Problem(Code.UNKNOWN_TYPE, node.id, names=(node.key,))


def _duplicate_urls(root: Node) -> Iterator[Problem]:
    """Nodes without a slug of their own share their group's URL; nobody goes there by it."""
    taken: dict[str, str] = {}
    waiting = [(root, "")]
    while waiting:
        node, path = waiting.pop()
        slug = node.slug.strip("/") if node is not root else ""
        if slug:
            path = f"{path}{slug}/"
            other = taken.setdefault(path, node.id)
            if other != node.id:
                yield Problem(Code.DUPLICATE_URL, node.id, names=(path,), others=(other,))
        if isinstance(node, ScaffoldNode):
            waiting += [(child, path) for child in reversed(node.children)]


def _disagreements(graph: FlowGraph) -> Iterator[Problem]:
    """A name that two of those who provide it give different types."""
    known = {
        each.name: (INPUT_TYPES.get(each.type, (ANY_TYPE,)), "") for each in graph.definition.inputs
    }
    for step in graph.definition.actions:
        for name, kind in _types_of(step):
            kinds, other = known.setdefault(name, ((kind,), step.id))
            if kind not in kinds and ANY_TYPE not in (kind, *kinds):
                names = (name, kind, kinds[0])
                yield Problem(Code.TYPES_DISAGREE, step.id, names=names, others=(other,))


def _types_of(step: ActionNode) -> Iterator[tuple[str, str]]:
    kinds = (kind for _name, kind in step.contract.provides)
    return zip(provided_by(step), kinds, strict=True)
