"""Large flows, of the kinds of groups that editors set, to measure with."""

from collections.abc import Iterator

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Contract, Node, ScaffoldNode, TransitionSpec

KINDS = ("linear", "any_one_of", "branch", "repeat")
WIDTH = 6


def large_flow(size: int) -> FlowDefinition:
    """A flow of about so many nodes: groups within groups, with conditions and exits everywhere."""
    parts = []
    made = 1
    while made < size:
        nodes = _part(f"p{len(parts)}", depth=3 if len(parts) % 2 else 12)
        parts.append(nodes)
        made += _count(nodes)
    return FlowDefinition(_group("root", "linear", parts), promises=("f0", "f1"))


def _part(node_id: str, *, depth: int) -> Node:
    """Deep: a chain of groups; else a wide tree."""
    if depth == 12:
        node = _step(f"{node_id}-leaf", 0)
        for level in range(depth):
            kind = KINDS[level % 4]
            children = [_step(f"{node_id}-{level}-{place}", place) for place in range(3)]
            node = _group(f"{node_id}-{level}", kind, [children[0], node, *children[1:]])
        return node
    return _tree(node_id, depth)


def _tree(node_id: str, depth: int) -> Node:
    if depth == 0:
        return _step(node_id, sum(map(ord, node_id)))
    children = [_tree(f"{node_id}-{place}", depth - 1) for place in range(WIDTH)]
    return _group(node_id, KINDS[depth % 4], children)


def _step(node_id: str, number: int) -> Node:
    exits = (("back", node_id.rpartition("-")[0] + "-0"),) if number % 3 == 0 else ()
    return ActionNode(
        id=node_id,
        key=f"key{number % 40}",
        slug=node_id,
        name="billing" if number % 10 == 0 else "",
        exits=exits,
        when=_exists(f"f{number % 25}") if number % 2 else {},
        contract=Contract(
            requires=(f"f{number % 50}",) if number % 4 == 0 else (),
            provides=tuple((f"f{each % 50}", "str") for each in (number, number + 7)),
            removes=(f"f{(number + 3) % 50}",) if number % 5 == 0 else (),
            commits=number % 11 == 0,
            is_repeatable=True,
        ),
    )


def _group(node_id: str, kind: str, children: list[Node]) -> ScaffoldNode:
    arms = [{"when": _exists(child.id), "to": child.id} for child in children[:-1]]
    options = {"arms": arms, "otherwise": children[-1].id} if kind == "branch" else {}
    return ScaffoldNode(
        id=node_id,
        key="scaffold",
        slug=node_id,
        when=_exists(f"w{len(node_id)}") if kind == "repeat" else {},
        transition=TransitionSpec(kind, options),
        children=tuple(children),
    )


def _exists(name: str) -> dict[str, object]:
    return {"op": "eq", "operand": {"state": name}, "value": "yes"}


def _count(node: Node) -> int:
    return 1 + sum(map(_count, _children(node)))


def _children(node: Node) -> Iterator[Node]:
    return iter(node.children if isinstance(node, ScaffoldNode) else ())
