"""A transition answers one question: a child of this group is done, what follows?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmsflows.definition.conditions import Condition, conjunction, negated
from cmsflows.definition.graph import WayIn
from cmsflows.definition.nodes import EMPTY, Node, ScaffoldNode
from cmsflows.engine.outcome import COMPLETE, Outcome
from cmsflows.engine.registering import register_transition


def nothing_is_known(condition: Condition) -> bool:
    """Answers conditions where there is no run."""
    return False


@dataclass(frozen=True, slots=True)
class Group:
    """What a transition may look at: the scaffold, the child just completed, and the run."""

    node: ScaffoldNode
    completed: Node | None
    """None where the group is just entered."""
    state: Mapping[str, Any]
    """`Any`: state holds whatever the actions put there."""
    holds: Callable[[Condition], bool] = nothing_is_known
    """Answers an editor's condition for this visitor."""
    wants_another: bool = False
    """Did the visitor ask for another round of this very group?"""
    rounds: int = 0
    """How many rounds of it they have completed."""

    @property
    def children(self) -> tuple[Node, ...]:
        return self.node.children


class Transition:
    """The rule of a group. Subclass it, answer in `choose_next`, and register it."""

    Options: ClassVar[type[Any] | None] = None
    """What editors may set: a Wagtail block. `Any`: this layer knows no Wagtail."""

    options: Mapping[str, Any] = EMPTY
    """What was set, as plain JSON (hence `Any`)."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    def choose_next(self, group: Group) -> Node | Outcome:
        """The child that follows the completed one, or COMPLETE when the group is done."""
        raise NotImplementedError

    def offered(self, node: ScaffoldNode) -> Sequence[Node]:
        """The children a visitor may begin with; the first is where they arrive."""
        return node.children[:1]

    def ways_in(self, node: ScaffoldNode) -> Sequence[WayIn]:
        """The same, with the conditions by which one of them is chosen, if there are such."""
        return [WayIn(child) for child in self.offered(node)]

    def begins_with(self, group: Group) -> Sequence[Node]:
        """The children this visitor may begin with; the first is where they arrive."""
        return self.offered(group.node)

    def has_menu(self, node: ScaffoldNode) -> bool:
        """Is there a page, at the group's own URL, to choose one of them?"""
        return False

    def another(self, group: Group) -> str | Promise:
        """What the button says by which a visitor asks for another round, now that `completed`
        is done; empty where there is none."""
        return ""

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
        following = _following(group)
        return following if following else COMPLETE

    def edges(self, node: ScaffoldNode) -> Sequence[tuple[Node, Node | None]]:
        return list(zip(node.children, (*node.children, None)[1:], strict=True))

    def label(self, node: ScaffoldNode, source: Node | None, target: Node | None) -> str | Promise:
        return _("then") if source and target else ""


@register_transition("any_one_of", label=_("Any one of"), icon="list-ul")
class AnyOneOf(Transition):
    """Visitors choose one of the steps; with it the group is done.

    With the option `menu` they choose on a page of their own; else they arrive at the first step,
    with links to the others.
    """

    def choose_next(self, group: Group) -> Node | Outcome:
        return COMPLETE

    def offered(self, node: ScaffoldNode) -> Sequence[Node]:
        return node.children

    def has_menu(self, node: ScaffoldNode) -> bool:
        return self.options.get("menu") is True

    def edges(self, node: ScaffoldNode) -> Sequence[tuple[Node, Node | None]]:
        return [(child, None) for child in node.children]

    def label(self, node: ScaffoldNode, source: Node | None, target: Node | None) -> str | Promise:
        return _("or") if source is None and len(node.children) > 1 else ""


@register_transition("branch", label=_("Depending on"), icon="fork")
class Branch(Transition):
    """The first condition that holds says which one of the steps is taken.

    Options: `arms`, a list of `{"when": condition, "to": child}`, and `otherwise`, a child. A child
    is named by its id; in code by its key or its slug, too.
    """

    def choose_next(self, group: Group) -> Node | Outcome:
        return COMPLETE

    def offered(self, node: ScaffoldNode) -> Sequence[Node]:
        found = [way.child for way in self.ways_in(node)]
        return list({child.id: child for child in found}.values())

    def begins_with(self, group: Group) -> Sequence[Node]:
        # Each arm's own condition: together they may be longer than a condition can be.
        arms = self._arms(group.node)
        chosen = next((child for when, child in arms if group.holds(when)), None)
        return [chosen] if chosen else self._otherwise(group.node)

    def ways_in(self, node: ScaffoldNode) -> Sequence[WayIn]:
        """One for each arm that leads to a child, and one for otherwise; each holds where those
        before it do not. A branch that says no otherwise has its last child for that."""
        found: list[WayIn] = []
        refused: list[Condition] = []
        for when, child in self._arms(node):
            found.append(WayIn(child, conjunction([*refused, when])))
            refused.append(negated(when))
        rest = self._otherwise(node)
        return [*found, *(WayIn(child, conjunction(refused)) for child in rest)]

    def edges(self, node: ScaffoldNode) -> Sequence[tuple[Node, Node | None]]:
        return [(child, None) for child in node.children]

    def label(self, node: ScaffoldNode, source: Node | None, target: Node | None) -> str | Promise:
        ways = [way.child.id for way in self.ways_in(node)]
        if source or target is None:
            return ""
        return _("otherwise") if target.id in ways[-1:] else _("if")

    def _otherwise(self, node: ScaffoldNode) -> Sequence[Node]:
        return _child(node, self.options.get("otherwise")) or node.children[-1:]

    def _arms(self, node: ScaffoldNode) -> Iterator[tuple[Condition, Node]]:
        arms = self.options.get("arms")
        for arm in arms if isinstance(arms, list) else ():
            if isinstance(arm, Mapping) and isinstance(when := arm.get("when"), Mapping) and when:
                for child in _child(node, arm.get("to")):
                    yield when, child


@register_transition("repeat", label=_("Again and again"), icon="rotate")
class Repeat(Linear):
    """One step after the other; after the last, visitors may add another round.

    Options: `button`, what the button for another round says, and `most`, how many rounds there
    may be.
    """

    def choose_next(self, group: Group) -> Node | Outcome:
        following = _following(group)
        if following:
            return following
        return group.children[0] if group.wants_another and self.another(group) else COMPLETE

    def another(self, group: Group) -> str | Promise:
        most = self.options.get("most")
        is_full = isinstance(most, int) and group.rounds >= most
        if is_full or _following(group):
            return ""
        button = self.options.get("button")
        return button if isinstance(button, str) and button else _("Add another")

    def edges(self, node: ScaffoldNode) -> Sequence[tuple[Node, Node | None]]:
        again = [(node.children[-1], node.children[0])] if node.children else []
        return [*super().edges(node), *again]

    def label(self, node: ScaffoldNode, source: Node | None, target: Node | None) -> str | Promise:
        is_again = source and target and (source, target) == (node.children[-1], node.children[0])
        return _("again") if is_again else super().label(node, source, target)


def _following(group: Group) -> Node | None:
    """The child after the completed one; None after the last."""
    ids = [child.id for child in group.children]
    position = ids.index(group.completed.id) + 1 if group.completed else 0
    return group.children[position] if position < len(ids) else None


def _child(node: ScaffoldNode, name: object) -> Sequence[Node]:
    """The child that goes by this name; empty where there is none."""
    for child in node.children:
        if isinstance(name, str) and name in (child.id, child.key, child.slug):
            return [child]
    return []
