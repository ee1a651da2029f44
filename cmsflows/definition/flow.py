"""A flow definition: one frozen tree, and the questions one asks of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cmsflows.definition.canonical import canonical_json_of, from_data, sha256_hex, to_data
from cmsflows.definition.nodes import ActionNode, Input, Node, ScaffoldNode, walk


@dataclass(frozen=True)
class FlowDefinition:
    """One tree with an entry and an end. Equal trees have equal versions, whoever wrote them."""

    root: Node
    inputs: tuple[Input, ...] = ()
    """What the site's code gives when it starts this flow."""
    promises: tuple[str, ...] = ()
    """Names that must be in the state at the end, whichever way a visitor took."""

    @cached_property
    def canonical(self) -> str:
        """The flow as JSON text, the same for equal flows: the tree, and what is said of it."""
        data = to_data(self.root)
        if self.inputs:
            data["inputs"] = to_data(self.inputs)
        if self.promises:
            data["promises"] = sorted(self.promises)
        return canonical_json_of(data)

    @cached_property
    def version(self) -> str:
        """The SHA-256 of the canonical JSON, in hex: 64 characters."""
        return sha256_hex(self.canonical)

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


def definition_of(text: str) -> FlowDefinition:
    """The flow whose `canonical` text this is. Raises `KeyError`, `TypeError` or `ValueError`
    where it is none."""
    data = json.loads(text)
    return FlowDefinition(
        from_data(data),
        inputs=tuple(Input(**each) for each in data.get("inputs", ())),
        promises=tuple(data.get("promises", ())),
    )
