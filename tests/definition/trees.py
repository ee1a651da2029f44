"""Flows made by hand, and rules for their graphs that need no engine."""

from collections.abc import Sequence
from typing import Any

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.graph import FlowGraph, WayIn, WayOut, graph_of
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode, TransitionSpec


def action(node_id: str, title: str = "", **more: Any) -> ActionNode:
    """`Any`: whatever else an action node has."""
    return ActionNode(id=node_id, key=node_id, slug=node_id, title=title or node_id, **more)


def scaffold(node_id: str, *children: Node, rule: str = "linear", title: str = "") -> ScaffoldNode:
    return ScaffoldNode(
        id=node_id,
        key="scaffold",
        slug=node_id,
        title=title or node_id,
        transition=TransitionSpec(rule),
        children=children,
    )


def flow(*children: Node, rule: str = "linear") -> FlowDefinition:
    return FlowDefinition(scaffold("root", *children, rule=rule))


def checkout() -> FlowDefinition:
    """Three levels deep."""
    return flow(
        action("item", "Confirm the item"),
        scaffold(
            "who",
            action("log_in", "Log in"),
            action("create", "Create an account"),
            action("guest", "Go on as a guest"),
            rule="any_one_of",
            title="Who are you?",
        ),
        scaffold(
            "pay",
            action("invoice", "On invoice"),
            scaffold(
                "bank",
                action("details", "Bank details"),
                action("address", "Holder’s address"),
                title="By bank transfer",
            ),
            rule="any_one_of",
            title="How to pay",
        ),
        action("check", "Check and confirm"),
    )


class PlainRules:
    """Linear groups, groups of which any one will do, and what a test says beside that."""

    def __init__(
        self,
        *,
        gone: Sequence[str] = (),
        exits: dict[str, list[tuple[str, Node | None]]] | None = None,
        edges: dict[str, list[tuple[Node, Node | None]]] | None = None,
    ) -> None:
        self.gone = gone
        self.wired = exits or {}
        self.drawn = edges or {}

    def is_available(self, node: Node) -> bool:
        return node.id not in self.gone

    def name(self, scaffold: ScaffoldNode) -> str:
        return {"linear": "In order", "any_one_of": "Any one of"}[scaffold.transition.type]

    def ways_in(self, scaffold: ScaffoldNode) -> Sequence[WayIn]:
        offered = scaffold.children[: 1 if scaffold.transition.type == "linear" else None]
        return [WayIn(child) for child in offered]

    def edges(self, scaffold: ScaffoldNode) -> Sequence[tuple[Node, Node | None]]:
        if scaffold.id in self.drawn:
            return self.drawn[scaffold.id]
        after = scaffold.children[1:] if scaffold.transition.type == "linear" else ()
        return [
            (child, after[place] if place < len(after) else None)
            for place, child in enumerate(scaffold.children)
        ]

    def label(self, scaffold: ScaffoldNode, source: Node | None, target: Node | None) -> str:
        if scaffold.transition.type == "linear":
            return "then" if source and target else ""
        return "or" if source is None else ""

    def exits(self, action: ActionNode) -> Sequence[WayOut]:
        return [WayOut(label, target) for label, target in self.wired.get(action.id, [])]


def graph(definition: FlowDefinition, **rules: Any) -> FlowGraph:
    """`Any`: see `PlainRules`."""
    return graph_of(definition, PlainRules(**rules))
