"""Tries every run of a small flow, by walking its tree: what the analysis is judged by.

Nothing here knows the graph. A run stands at a step; what it is sure of is a set of names. Each
condition may come out either way each time it is asked, and then tells what it implies.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cmsflows.definition.conditions import implied
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode

Known = frozenset[str]
END = "the end"


@dataclass(frozen=True)
class Stand:
    """Where a run is: at a step or at the end, what it knows, and what it has completed."""

    at: str
    known: Known
    committed: Known = frozenset()


@dataclass
class EveryRun:
    """All places that the runs of a flow come to."""

    definition: FlowDefinition
    stands: set[Stand] = field(default_factory=set)
    ahead: dict[Stand, set[Stand]] = field(default_factory=dict)
    starts: set[Stand] = field(default_factory=set)

    def __post_init__(self) -> None:
        given = frozenset(each.name for each in self.definition.inputs if each.is_required)
        root = self.definition.root
        for leaf, known in self.arrive(root, given):
            self.starts.add(Stand(leaf.id if leaf else END, known))
        waiting = deque(self.starts)
        self.stands |= self.starts
        while waiting:
            stand = waiting.popleft()
            self.ahead[stand] = set(self.moves(stand))
            new = self.ahead[stand] - self.stands
            self.stands |= new
            waiting += new
            if len(self.stands) > 20_000:
                raise RuntimeError("This flow is too large to try everything.")

    def reached(self) -> set[str]:
        return {stand.at for stand in self.stands if stand.at != END}

    def known_at(self, place: str) -> Known | None:
        """What every run knows there; None where no run comes."""
        found = [stand.known for stand in self.stands if stand.at == place]
        return frozenset.intersection(*found) if found else None

    def ending(self) -> set[str]:
        """The steps from which some run gets to the end."""
        able = {stand for stand in self.stands if stand.at == END}
        is_new = True
        while is_new:
            more = {stand for stand, after in self.ahead.items() if after & able} - able
            is_new = bool(more)
            able |= more
        return {stand.at for stand in able} - {END}

    def walk(self, path: tuple[str, ...], *, to_end: bool = False) -> set[Stand]:
        """Where a run may stand that has taken exactly these steps."""
        standing = self.starts
        for place, step in enumerate(path):
            standing = {stand for stand in standing if stand.at == step}
            if place + 1 < len(path) or to_end:
                standing = {after for stand in standing for after in self.ahead[stand]}
        return {stand for stand in standing if stand.at == END} if to_end else standing

    # One move.

    def moves(self, stand: Stand) -> Iterator[Stand]:
        if stand.at == END:
            return
        step = self.definition.by_id[stand.at]
        assert isinstance(step, ActionNode)
        done = completed(step, stand.known)
        committed = stand.committed | ({step.id} if step.contract.commits else set())
        for leaf, known in [*self.after(step, done), *self.vanish(step, done)]:
            yield Stand(leaf.id if leaf else END, known, committed)
        gone = left(step, stand.known)
        for _name, target_id in step.exits:
            target = self.definition.by_id[target_id]
            for leaf, known in [*self.sent(target, gone), *self.vanish(target, gone)]:
                yield Stand(leaf.id if leaf else END, known, stand.committed)
        for leaf, known in self.instead(step, stand.known):
            yield Stand(leaf.id, known, stand.committed)

    def arrive(self, node: Node, known: Known) -> Iterator[tuple[ActionNode | None, Known]]:
        """The step that one sent to a node meets; None where it offers nothing."""
        if node.when:
            yield None, known | implied(node.when, is_so=False)
            known = known | implied(node.when)
        if isinstance(node, ActionNode):
            yield node, known
        if isinstance(node, ScaffoldNode):
            yield from self.enter(node, known)

    def enter(self, group: ScaffoldNode, known: Known) -> Iterator[tuple[ActionNode | None, Known]]:
        if not group.children:
            yield None, known
        elif group.transition.type == "any_one_of":
            nothing = {known}
            for child in group.children:
                found = list(self.arrive(child, known))
                yield from ((leaf, sure) for leaf, sure in found if leaf)
                hidden = [sure for leaf, sure in found if leaf is None]
                nothing = {one | two for one in nothing for two in hidden}
            yield from ((None, sure) for sure in nothing)
        else:
            for child, sure in begins(group, known):
                yield from self.first_there(group, child, sure, seen=frozenset())

    def first_there(
        self, group: ScaffoldNode, child: Node, known: Known, *, seen: Known
    ) -> Iterator[tuple[ActionNode | None, Known]]:
        """The child, or where it offers nothing, what follows it in this group."""
        if child.id in seen:
            return
        for leaf, sure in self.arrive(child, known):
            if leaf:
                yield leaf, sure
                continue
            for after in followers(group, child):
                if after is None:
                    yield None, sure
                else:
                    yield from self.first_there(group, after, sure, seen=seen | {child.id})

    def after(
        self, node: Node, known: Known, seen: Known = frozenset()
    ) -> Iterator[tuple[ActionNode | None, Known]]:
        """What follows a node that is done; None where that is the end."""
        parent = self.definition.parent(node)
        if parent is None:
            yield None, known
            return
        for child in followers(parent, node):
            if child is None:
                yield from self.after(parent, known)
            else:
                yield from self.sent(child, known, seen)

    def sent(
        self, node: Node, known: Known, seen: Known = frozenset()
    ) -> Iterator[tuple[ActionNode | None, Known]]:
        if node.id in seen:
            return
        for leaf, sure in self.arrive(node, known):
            if leaf:
                yield leaf, sure
            else:
                yield from self.after(node, sure, seen | {node.id})

    def vanish(self, node: Node, known: Known) -> Iterator[tuple[ActionNode | None, Known]]:
        """A group around a node may no longer be there."""
        for group in self.definition.lineage(node)[:-1]:
            if group.when:
                yield from self.after(group, known | implied(group.when, is_so=False))

    def instead(self, step: ActionNode, known: Known) -> Iterator[tuple[ActionNode, Known]]:
        """Whoever stands at a beginning may take another one."""
        standing: set[Known] = {known}
        for child, group in zip(
            reversed(self.definition.lineage(step)),
            reversed(self.definition.lineage(step)[:-1]),
            strict=False,
        ):
            assert isinstance(group, ScaffoldNode)
            standing = {sure for each in standing for sure in self.turns(group, child, each)}
            if group.transition.type == "any_one_of":
                for each in standing:
                    for other in group.children:
                        if other.id == child.id:
                            continue
                        found = self.arrive(other, each)
                        yield from ((leaf, sure) for leaf, sure in found if leaf)

    def turns(self, group: ScaffoldNode, wanted: Node, known: Known) -> Iterator[Known]:
        """What is known where, on entering a group, it is the turn of this child."""
        if group.transition.type == "any_one_of":
            yield known
            return
        for child, sure in begins(group, known):
            yield from self.turns_from(group, child, wanted, sure, frozenset())

    def turns_from(
        self, group: ScaffoldNode, child: Node, wanted: Node, known: Known, seen: Known
    ) -> Iterator[Known]:
        if child.id in seen:
            return
        if child.id == wanted.id:
            yield known
        for leaf, sure in self.arrive(child, known):
            for after in followers(group, child) if leaf is None else ():
                if after is not None:
                    yield from self.turns_from(group, after, wanted, sure, seen | {child.id})


def begins(group: ScaffoldNode, known: Known) -> Iterator[tuple[Node, Known]]:
    """The child that a group begins with, where it is not the visitor's choice."""
    if group.transition.type != "branch":
        yield group.children[0], known
        return
    children = {child.id: child for child in group.children}
    for arm in group.transition.options["arms"]:
        yield children[arm["to"]], known | implied(arm["when"])
        known = known | implied(arm["when"], is_so=False)
    yield children[group.transition.options["otherwise"]], known


def followers(group: ScaffoldNode, child: Node) -> list[Node | None]:
    kind = group.transition.type
    if kind in ("any_one_of", "branch"):
        return [None]
    ids = [each.id for each in group.children]
    if kind == "jumps":
        jumps: list[Any] = group.transition.options["jumps"]
        children = dict(zip(ids, group.children, strict=True))
        return [children.get(target) for source, target in jumps if source == child.id]
    place = ids.index(child.id) + 1
    if place < len(ids):
        return [group.children[place]]
    return [group.children[0], None] if kind == "repeat" else [None]


def left(step: ActionNode, known: Known) -> Known:
    for name in step.contract.removes:
        own = f"{step.name}.{name}"
        known = without(known, own if step.name and own in known else name)
    return known


def completed(step: ActionNode, known: Known) -> Known:
    known = left(step, known)
    for name, _kind in step.contract.provides:
        whole = f"{step.name}.{name}" if step.name else name
        known = without(known, whole) | {whole} | ({step.name} if step.name else set())
    return known


def without(known: Known, name: str) -> Known:
    return frozenset(each for each in known if each != name and not each.startswith(f"{name}."))
