"""A transition answers one question: a child of this group is done, what follows?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmsflows.definition.nodes import EMPTY, Node, ScaffoldNode
from cmsflows.engine.outcome import COMPLETE, Outcome
from cmsflows.engine.registering import register_transition


@dataclass(frozen=True, slots=True)
class Group:
    """What a transition may look at: the scaffold, the child just completed, and the state."""

    node: ScaffoldNode
    completed: Node
    state: Mapping[str, Any]
    """`Any`: state holds whatever the actions put there."""

    @property
    def children(self) -> tuple[Node, ...]:
        return self.node.children


class Transition:
    """The rule of a group. Subclass it, answer in `choose_next`, and register it."""

    options: Mapping[str, Any] = EMPTY
    """What the editor set, as plain JSON (hence `Any`)."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    def choose_next(self, group: Group) -> Node | Outcome:
        """The child that follows the completed one, or COMPLETE when the group is done."""
        raise NotImplementedError

    def offered(self, node: ScaffoldNode) -> Sequence[Node]:
        """The children a visitor may begin with; the first is where they arrive."""
        return node.children[:1]

    def edges(self, node: ScaffoldNode) -> Sequence[tuple[Node, Node | None]]:
        """Every pair of children of which the second may follow the first; None is the way out.

        The graph and the analysis are drawn from it, so answer generously: a transition that
        decides by state names every child it might choose. Any child may follow any, if a
        transition does not say.
        """
        return [(one, two) for one in node.children for two in (*node.children, None)]

    def label(self, node: ScaffoldNode, source: Node | None, target: Node | None) -> str | Promise:
        """What the graph writes on the way between two children: "then".

        No source is the way into the group, no target the way out of it.
        """
        return ""


@register_transition("linear", label=_("In order"), icon="order")
class Linear(Transition):
    """One step after the other, as they stand."""

    def choose_next(self, group: Group) -> Node | Outcome:
        ids = [child.id for child in group.children]
        position = ids.index(group.completed.id) + 1
        return group.children[position] if position < len(ids) else COMPLETE

    def edges(self, node: ScaffoldNode) -> Sequence[tuple[Node, Node | None]]:
        return list(zip(node.children, (*node.children, None)[1:], strict=True))

    def label(self, node: ScaffoldNode, source: Node | None, target: Node | None) -> str | Promise:
        return _("then") if source and target else ""


@register_transition("any_one_of", label=_("Any one of"), icon="list-ul")
class AnyOneOf(Transition):
    """Completing any one step completes the group; each page links to the others."""

    def choose_next(self, group: Group) -> Node | Outcome:
        return COMPLETE

    def offered(self, node: ScaffoldNode) -> Sequence[Node]:
        return node.children

    def edges(self, node: ScaffoldNode) -> Sequence[tuple[Node, Node | None]]:
        return [(child, None) for child in node.children]

    def label(self, node: ScaffoldNode, source: Node | None, target: Node | None) -> str | Promise:
        return _("or") if source is None and len(node.children) > 1 else ""
