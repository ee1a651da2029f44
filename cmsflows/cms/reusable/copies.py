"""Copies of reusable groups in a compiled flow: where they are, and what a flow is without them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cmsflows.cms.reusable.sources import is_key
from cmsflows.cms.stored import REUSABLE, SCAFFOLD
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import Node, ScaffoldNode, walk


@dataclass(frozen=True, slots=True)
class Copy:
    """A group as it was when the flow was compiled."""

    key: int
    digest: str
    title: str


def copies_in(definition: FlowDefinition) -> Iterator[Copy]:
    """Every copy in a flow, also those within others, in reading order."""
    for node in walk(definition.root):
        if (copy := copy_of(node)) is not None:
            yield copy


def has_copies(definition: FlowDefinition) -> bool:
    return any(True for _ in copies_in(definition))


def is_alike(one: FlowDefinition, other: FlowDefinition) -> bool:
    """Are both the same, whatever their groups hold?"""
    return _bare(one).version == _bare(other).version


def copy_of(node: Node) -> Copy | None:
    """What a node is a copy of. Of plain groups the reader gives options to no others."""
    key, digest = node.options.get("reusable"), node.options.get("digest")
    if not isinstance(node, ScaffoldNode) or node.key != SCAFFOLD:
        return None
    return Copy(key, digest, node.title) if is_key(key) and isinstance(digest, str) else None


def _bare(definition: FlowDefinition) -> FlowDefinition:
    return replace(definition, root=_without_copies(definition.root))


def _without_copies(node: Node) -> Node:
    """Copies, and places where there is nothing to copy, as what editors set for the place; its
    title may be the group's."""
    if node.key == REUSABLE or copy_of(node) is not None:
        return ScaffoldNode(
            id=node.id,
            key=REUSABLE,
            slug=node.slug,
            words=node.words,
            when=node.when,
            preconditions=node.preconditions,
        )
    if isinstance(node, ScaffoldNode):
        return replace(node, children=tuple(map(_without_copies, node.children)))
    return node
