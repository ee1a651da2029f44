"""What changed from one version of a flow to another, step by step, as an editor would tell it.

Codes and places only; whoever shows them finds the words.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from cmsflows.definition.canonical import to_data
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode, walk
from cmsflows.definition.numbers import numbers_of, title_of


class ChangeKind(Enum):
    """What happened to a step, a group, or the flow."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENAMED = "renamed"
    CHANGED = "changed"
    """Something else of it is otherwise; `aspects` says what."""


class Aspect(Enum):
    """What of a step, a group or the flow can be otherwise."""

    KIND = "kind"
    WORDS = "words"
    OPTIONS = "options"
    ADDRESS = "address"
    NAME = "name"
    """Under which its answers are kept."""
    WHEN = "when"
    PRECONDITIONS = "preconditions"
    EXITS = "exits"
    RULE = "rule"
    """By which a group moves on."""
    CONTRACT = "contract"
    """What its code needs and leaves: no editor's doing."""
    INPUTS = "inputs"
    PROMISES = "promises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one node; the root stands for the flow."""

    kind: ChangeKind
    node: str
    title: str
    """As it is now; of what was removed, as it was."""
    number: str = ""
    """Likewise."""
    before: str = ""
    """The title it had, of what was renamed; the number it had, of what was moved."""
    group: str = ""
    """The title of the group that it was moved into; empty where that is the same, or the flow."""
    is_group: bool = False
    steps: int = 0
    """How many steps came or went with a group."""
    aspects: tuple[Aspect, ...] = ()


def changes(old: FlowDefinition, new: FlowDefinition) -> list[Change]:
    """The changes in reading order: what is there now, then what is gone."""
    comparison = _Comparison(old, new)
    return [*comparison.of_flow(), *comparison.now(), *comparison.gone()]


class _Comparison:
    def __init__(self, old: FlowDefinition, new: FlowDefinition) -> None:
        self.old, self.new = old, new
        self.old_numbers, self.new_numbers = numbers_of(old), numbers_of(new)
        self.moved = set(_moved(old, new))

    def of_flow(self) -> Iterator[Change]:
        aspects = []
        if self.old.inputs != self.new.inputs:
            aspects.append(Aspect.INPUTS)
        if sorted(self.old.promises) != sorted(self.new.promises):
            aspects.append(Aspect.PROMISES)
        root = self.new.root
        if aspects:
            yield Change(
                kind=ChangeKind.CHANGED,
                node=root.id,
                title=title_of(root),
                aspects=tuple(aspects),
            )

    def now(self) -> Iterator[Change]:
        for node in walk(self.new.root):
            before = self.old.node(node.id)
            if before is None:
                parent = self.new.parent(node)
                if parent is None or self.old.node(parent.id) is not None:
                    yield self._whole(ChangeKind.ADDED, node)
                continue
            yield from self._of(before, node)

    def gone(self) -> Iterator[Change]:
        for node in walk(self.old.root):
            parent = self.old.parent(node)
            is_with_group = parent is not None and self.new.node(parent.id) is None
            if self.new.node(node.id) is None and not is_with_group:
                yield self._whole(ChangeKind.REMOVED, node)

    def _whole(self, kind: ChangeKind, node: Node) -> Change:
        """A step, or a group with all in it that came or went, too."""
        is_added = kind is ChangeKind.ADDED
        other = self.old if is_added else self.new
        number = (self.new_numbers if is_added else self.old_numbers).get(node.id, "")
        return Change(
            kind=kind,
            node=node.id,
            title=title_of(node),
            number=number,
            is_group=isinstance(node, ScaffoldNode),
            steps=sum(
                isinstance(each, ActionNode) and other.node(each.id) is None for each in walk(node)
            ),
        )

    def _of(self, before: Node, now: Node) -> Iterator[Change]:
        number, title = self.new_numbers.get(now.id, ""), title_of(now)
        is_group = isinstance(now, ScaffoldNode)
        if now.id in self.moved:
            yield Change(
                kind=ChangeKind.MOVED,
                node=now.id,
                title=title,
                number=number,
                before=self.old_numbers.get(now.id, ""),
                group=self._new_group(now),
                is_group=is_group,
            )
        if title_of(before) != title:
            yield Change(
                kind=ChangeKind.RENAMED,
                node=now.id,
                title=title,
                number=number,
                before=title_of(before),
                is_group=is_group,
            )
        aspects = tuple(_aspects(before, now))
        if aspects:
            yield Change(
                kind=ChangeKind.CHANGED,
                node=now.id,
                title=title,
                number=number,
                is_group=is_group,
                aspects=aspects,
            )

    def _new_group(self, node: Node) -> str:
        before, now = self.old.parent(node), self.new.parent(node)
        is_same = before is None or now is None or before.id == now.id
        return "" if is_same or now is None or now is self.new.root else title_of(now)


def _aspects(before: Node, now: Node) -> Iterator[Aspect]:
    """What of a node is otherwise, apart from its title and its place."""
    pairs: list[tuple[Aspect, object, object]] = [
        (Aspect.KIND, (before.key, type(before)), (now.key, type(now))),
        (Aspect.WORDS, before.words, now.words),
        (Aspect.OPTIONS, to_data(before.options), to_data(now.options)),
        (Aspect.ADDRESS, before.slug, now.slug),
        (Aspect.WHEN, to_data(before.when), to_data(now.when)),
        (Aspect.PRECONDITIONS, to_data(before.preconditions), to_data(now.preconditions)),
    ]
    if isinstance(before, ActionNode) and isinstance(now, ActionNode):
        pairs += [
            (Aspect.NAME, before.name, now.name),
            (Aspect.EXITS, dict(before.exits), dict(now.exits)),
            (Aspect.CONTRACT, to_data(before.contract), to_data(now.contract)),
        ]
    if isinstance(before, ScaffoldNode) and isinstance(now, ScaffoldNode):
        pairs.append((Aspect.RULE, to_data(before.transition), to_data(now.transition)))
    yield from (aspect for aspect, one, other in pairs if one != other)


def _moved(old: FlowDefinition, new: FlowDefinition) -> Iterator[str]:
    """Ids of nodes in another group, or at another place among those that stayed: as few as can be
    said to have been moved."""
    for parent in walk(new.root):
        before = old.node(parent.id)
        if not isinstance(parent, ScaffoldNode):
            continue
        known = [child.id for child in parent.children if old.node(child.id)]
        here = [child.id for child in before.children] if isinstance(before, ScaffoldNode) else []
        places = {node_id: place for place, node_id in enumerate(here)}
        yield from (node_id for node_id in known if node_id not in places)
        stayed = [node_id for node_id in known if node_id in places]
        in_order = _longest_rise([places[node_id] for node_id in stayed])
        yield from (each for place, each in enumerate(stayed) if place not in in_order)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The indexes of a longest rising subsequence (patience sorting)."""
    ends: list[int] = []
    ends_at: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(ends_at[length - 1] if length else -1)
        ends[length:] = [number, *ends[length + 1 :]]
        ends_at[length:] = [index, *ends_at[length + 1 :]]
    found: set[int] = set()
    index = ends_at[-1] if ends_at else -1
    while index >= 0:
        found.add(index)
        index = before[index]
    return found
