"""When does a node offer nothing to a visitor, and what is sure then?

A step is skipped where its condition does not hold; a group also where none of those that it would
begin with, nor those that would follow them, has anything to offer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cmsflows.definition.conditions import implied
from cmsflows.definition.nodes import Node, ScaffoldNode
from cmsflows.definition.passages.facts import Facts, Mask, union
from cmsflows.definition.passages.ways import Ways

Implied = Mapping[str, tuple[frozenset[str], frozenset[str]]]
"""By node id, the names that are sure where its condition holds, and where it does not."""


@dataclass(slots=True)
class Skipping:
    """What is sure of nodes that are there, and of those that are not; all by node id."""

    shown: dict[str, Mask] = field(default_factory=dict)
    """Facts where the node's own condition holds."""
    hidden: dict[str, Mask] = field(default_factory=dict)
    """Facts where it does not; nodes without a condition are not in it."""
    skipped: dict[str, Mask] = field(default_factory=dict)
    """Facts where the node offers nothing; those that always offer something are not in it."""
    turn: dict[str, Mask] = field(default_factory=dict)
    """Facts where a group, on being entered, comes to offer this child; those that it never comes
    to before something is done are not in it."""


def implied_in(nodes: Iterable[Node]) -> Implied:
    """What the conditions of these nodes say; those without one are not in it."""
    return {
        node.id: (implied(node.when), implied(node.when, is_so=False))
        for node in nodes
        if node.when
    }


def skipping_of(nodes: Sequence[Node], ways: Ways, facts: Facts, conditions: Implied) -> Skipping:
    """Look at the nodes from the leaves to the root; `nodes` has parents first."""
    found = Skipping()
    for node in reversed(nodes):
        names = conditions.get(node.id)
        found.shown[node.id] = facts.mask(names[0]) if names else 0
        if names:
            found.hidden[node.id] = facts.mask(names[1])
        nothing = None
        if isinstance(node, ScaffoldNode):
            nothing = _nothing_within(node.id, ways, facts, found)
        if nothing is not None:
            nothing |= found.shown[node.id]
        if names:
            hidden = found.hidden[node.id]
            nothing = hidden if nothing is None else nothing & hidden
        if nothing is not None:
            found.skipped[node.id] = nothing
    return found


class _Search:
    """A visitor is sent to a group: which child is the first that has anything to offer?"""

    def __init__(self, ways: Ways, skipped: Mapping[str, Mask]) -> None:
        self.ways = ways
        self.skipped = skipped
        self.turn: dict[str, Mask] = {}
        self.end: Mask | None = None
        """Facts where none has; None where one always has."""
        self.waiting: list[str] = []

    def give_turn(self, child: str | None, sure: Mask) -> None:
        """It may be this child's turn, with these facts; None is the end of the group."""
        if child is None:
            self.end = sure if self.end is None else self.end & sure
            return
        before = self.turn.get(child)
        self.turn[child] = sure if before is None else before & sure
        if self.turn[child] != before:
            self.waiting.append(child)

    def go_on(self) -> None:
        """Skip all that can be skipped, until nothing new is found."""
        while self.waiting:
            child = self.waiting.pop()
            if child in self.skipped:
                self.skip(child, self.turn[child] | self.skipped[child])

    def skip(self, child: str, sure: Mask) -> None:
        for after in self.ways.after(child):
            self.give_turn(after, sure)


def _nothing_within(group: str, ways: Ways, facts: Facts, found: Skipping) -> Mask | None:
    """What is sure where no child of a group has anything to offer; None where one always has."""
    beginnings = ways.beginnings.get(group, [])
    if not beginnings:
        return 0
    search = _Search(ways, found.skipped)
    if group not in ways.choices:
        for each in beginnings:
            search.give_turn(each.child, facts.mask(each.facts))
    else:
        offered = [each.child for each in beginnings]
        found.turn.update(dict.fromkeys(offered, 0))
        if all(child in found.skipped for child in offered):
            search.skip(offered[-1], union(found.skipped[child] for child in offered))
    search.go_on()
    for child, sure in search.turn.items():
        found.turn[child] = found.turn.get(child, sure) & sure
    return search.end
