"""Numbers for the nodes of a flow, as in a table of contents: "2.1" is the second group's first."""

from collections.abc import Iterator, Mapping

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import Node, ScaffoldNode


def numbers_of(definition: FlowDefinition) -> Mapping[str, str]:
    """Numbers by node id. The root has none, unless it is the only step there is."""
    root = definition.root
    if not isinstance(root, ScaffoldNode):
        return {root.id: "1"}
    return dict(_numbered(root, prefix=""))


def _numbered(scaffold: ScaffoldNode, *, prefix: str) -> Iterator[tuple[str, str]]:
    for position, child in enumerate(scaffold.children, start=1):
        number = f"{prefix}{position}"
        yield child.id, number
        if isinstance(child, ScaffoldNode):
            yield from _numbered(child, prefix=f"{number}.")


def title_of(node: Node) -> str:
    """What a node is called; its key where nobody wrote a title."""
    return node.title.strip() or node.key
