"""A flow definition: one frozen tree, and the questions one asks of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cmsflows.definition.canonical import canonical_json, sha256_hex
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode, walk


@dataclass(frozen=True)
class FlowDefinition:
    """One tree with an entry and an end. Equal trees have equal versions, whoever wrote them."""

    root: Node

    @cached_property
    def version(self) -> str:
        """The SHA-256 of the canonical JSON, in hex: 64 characters."""
        return sha256_hex(canonical_json(self.root))

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        return {node.id: node for node in walk(self.root)}

    @cached_property
    def _parents(self) -> Mapping[str, ScaffoldNode]:
        return {
            child.id: node
            for node in walk(self.root)
            if isinstance(node, ScaffoldNode)
            for child in node.children
        }

    @cached_property
    def _by_path(self) -> Mapping[str, Node]:
        return {self.url_path(node): node for node in walk(self.root) if node is not self.root}

    @cached_property
    def actions(self) -> tuple[ActionNode, ...]:
        """Every action, in reading order."""
        return tuple(node for node in walk(self.root) if isinstance(node, ActionNode))

    @property
    def is_empty(self) -> bool:
        """Is there no step at all that a visitor could take?"""
        return not self.actions

    def node(self, node_id: str) -> Node | None:
        return self.by_id.get(node_id)

    def parent(self, node: Node) -> ScaffoldNode | None:
        return self._parents.get(node.id)

    def lineage(self, node: Node) -> tuple[Node, ...]:
        """The nodes from the root down to this one, itself last."""
        return self._lineages[node.id]

    @cached_property
    def _lineages(self) -> Mapping[str, tuple[Node, ...]]:
        found: dict[str, tuple[Node, ...]] = {}
        for node in walk(self.root):  # parents come first
            parent = self.parent(node)
            found[node.id] = (*found[parent.id], node) if parent else (node,)
        return found

    def url_path(self, node: Node) -> str:
        """The path below the flow's own URL: "who-are-you/log-in/"; the root's is empty."""
        slugs = [each.slug.strip("/") for each in self.lineage(node) if each is not self.root]
        return "".join(f"{slug}/" for slug in slugs if slug)

    def at_path(self, path: str) -> Node | None:
        """The node whose URL this is, with or without its last slash."""
        return self._by_path.get(f"{path.strip('/')}/")
