"""The exact ways through a flow: where a visitor can be, step by step, and what is sure on the way.

The graph that people see has a node for each step. Here a step has several places: it is somebody's
turn to be offered, it is entered, completed, or left by an exit. So a step that is not there for a
visitor is passed over, and what was done before it is not forgotten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cmsflows.definition.graph import FlowGraph
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode
from cmsflows.definition.passages.facts import Effect, Facts, Mask
from cmsflows.definition.passages.skipping import Implied, Skipping, skipping_of
from cmsflows.definition.passages.ways import Ways, ways_of

Place = int


@dataclass(frozen=True, slots=True)
class Control:
    """Places and the ways between them; place 0 is the start, place 1 the end."""

    ahead: Sequence[Sequence[tuple[Place, Mask]]]
    """By place: those that follow, and the facts of the way there."""
    effects: Sequence[Effect | None]
    """By place: what is lost and gained there."""
    steps: Sequence[str]
    """By place: the step that is entered there; empty for none."""
    inside: Mapping[str, Place]
    """By node id: where it is entered."""
    completed: Mapping[str, Place]
    """By node id: where it is done."""

    @property
    def start(self) -> Place:
        return 0

    @property
    def end(self) -> Place:
        return 1


def control_of(
    graph: FlowGraph, facts: Facts, conditions: Implied, *, marks: Mapping[str, Mask]
) -> Control:
    """The ways through a flow. `marks` are gained, by node id, where such a step is completed."""
    nodes = list(graph.definition.by_id.values())
    ways = ways_of(graph)
    return _Builder(
        nodes, ways, skipping_of(nodes, ways, facts, conditions), facts, marks
    ).control()


class _Builder:
    """Makes the places of one flow, and joins them."""

    def __init__(
        self,
        nodes: Sequence[Node],
        ways: Ways,
        skipping: Skipping,
        facts: Facts,
        marks: Mapping[str, Mask],
    ) -> None:
        self.nodes = nodes
        self.ways = ways
        self.skipping = skipping
        self.facts = facts
        self.marks = marks
        self.ahead: list[list[tuple[Place, Mask]]] = []
        self.effects: list[Effect | None] = []
        self.steps: list[str] = []
        self.parents = {
            child.id: node.id
            for node in nodes
            if isinstance(node, ScaffoldNode)
            for child in node.children
        }
        self.start, self.end = self._place(), self._place()
        self.inside = {
            node.id: self._place(step=node.id if isinstance(node, ActionNode) else "")
            for node in nodes
        }
        self.completed = {node.id: self._place() for node in nodes}
        self.turn_first = self._turns()
        """Where it is a child's turn, and nothing in its group was done before."""
        self.turn_later = self._turns()
        self.switch = self._switches()
        """Where a visitor may still take another beginning of this group."""
        self.vanishing = {node: self._place() for node in skipping.hidden}
        """Where a node goes away under a visitor, since its condition no longer holds."""

    def control(self) -> Control:
        root = self.nodes[0].id
        self._join(self.start, self.inside[root], self.skipping.shown[root])
        if root in self.skipping.skipped:
            self._join(self.start, self.end, self.skipping.skipped[root])
        self._join(self.completed[root], self.end)
        for node in self.nodes:
            if isinstance(node, ScaffoldNode):
                self._enter(node)
            elif isinstance(node, ActionNode):
                self._leave(node)
            if node.id != root:
                self._pass(node.id)
        for node_id in self.vanishing:
            self._vanish(node_id)
        return Control(
            tuple(self.ahead), tuple(self.effects), tuple(self.steps), self.inside, self.completed
        )

    def _enter(self, group: ScaffoldNode) -> None:
        """From a group to the child that it begins with."""
        inside = self.inside[group.id]
        beginnings = self.ways.beginnings.get(group.id, [])
        if group.id not in self.ways.choices:
            for each in beginnings:
                self._offer(inside, each.child, self.facts.mask(each.facts), self.turn_first)
        else:
            self._choose(inside, group)
        if group.id in self.switch:
            self._switch(group)

    def _choose(self, source: Place, group: ScaffoldNode) -> None:
        """Any beginning that is there; what follows the last one, where none is."""
        children = [each.child for each in self.ways.beginnings[group.id]]
        skipped = self.skipping.skipped
        for child in children:
            self._join(source, self.inside[child], self.skipping.shown[child])
        if all(child in skipped for child in children):
            sure = 0
            for child in children:
                sure |= skipped[child]
            for after in self.ways.after(children[-1]):
                if after is not None:
                    self._offer(source, after, sure, self.turn_first)

    def _switch(self, group: ScaffoldNode) -> None:
        """Whoever stands at a beginning may take another one instead, here or further out."""
        here = self.switch[group.id]
        turn = self.skipping.turn
        for child in group.children:
            if child.id in turn and child.id in self.switch:
                self._join(self.switch[child.id], here, turn[child.id])
        if group.id in self.ways.choices:
            children = [each.child for each in self.ways.beginnings[group.id]]
            self._switch_onwards(children)
            self._switch_onwards(children[::-1])

    def _switch_onwards(self, children: Sequence[str]) -> None:
        """From each to all that come later, by one place between two neighbours."""
        before = self._place()
        for child, other in pairwise(children):
            between = self._place()
            self._join(before, between)
            self._join(self.switch[child], between)
            self._join(between, self.inside[other], self.skipping.shown[other])
            before = between

    def _leave(self, step: ActionNode) -> None:
        """From a step, by completing it or by an exit."""
        done = self.completed[step.id]
        self._join(self.inside[step.id], done)
        self._affect(done, self.facts.completing(step, also=self.marks.get(step.id, 0)))
        self._join_vanishing(done, step.id)
        targets = self.ways.exits.get(step.id, ())
        if targets:
            left = self._place()
            self._join(self.inside[step.id], left)
            self._affect(left, self.facts.leaving(step))
            for target in targets:
                self._offer(left, target, 0, self.turn_later)
                self._join_vanishing(left, target)

    def _pass(self, child: str) -> None:
        """From a child, done or skipped, to what follows it."""
        self._go_on(self.completed[child], child, 0)
        if child not in self.skipping.skipped:
            return
        sure = self.skipping.skipped[child]
        for turns in (self.turn_first, self.turn_later):
            self._join(turns[child], self.inside[child], self.skipping.shown[child])
        self._go_on(self.turn_later[child], child, sure)
        for after in self.ways.after(child):
            if after is not None:
                self._offer(self.turn_first[child], after, sure, self.turn_first)

    def _go_on(self, source: Place, child: str, sure: Mask) -> None:
        for after in self.ways.after(child):
            if after is None:
                self._join(source, self.completed[self.parents[child]], sure)
            else:
                self._offer(source, after, sure, self.turn_later)

    def _vanish(self, node_id: str) -> None:
        """Whoever stands within what goes away comes to what follows it."""
        source = self.vanishing[node_id]
        sure = self.skipping.hidden[node_id]
        parent = self.parents.get(node_id)
        if parent is None:
            self._join(source, self.end, sure)
            return
        self._go_on(source, node_id, sure)
        self._join_vanishing(source, node_id)

    def _join_vanishing(self, source: Place, node_id: str) -> None:
        """Any group around a place may go away; the nearest one leads on to those around it."""
        around = self.parents.get(node_id)
        while around is not None and around not in self.vanishing:
            around = self.parents.get(around)
        if around is not None:
            self._join(source, self.vanishing[around])

    def _offer(self, source: Place, child: str, sure: Mask, turns: Mapping[str, Place]) -> None:
        self._join(source, turns.get(child, self.inside[child]), sure)

    def _join(self, source: Place, target: Place, sure: Mask = 0) -> None:
        self.ahead[source].append((target, sure))

    def _affect(self, place: Place, effect: Effect) -> None:
        self.effects[place] = None if effect.is_nothing else effect

    def _place(self, *, step: str = "") -> Place:
        self.ahead.append([])
        self.effects.append(None)
        self.steps.append(step)
        return len(self.ahead) - 1

    def _turns(self) -> Mapping[str, Place]:
        """A place for each that can be skipped; the others are entered at once."""
        return {child: self._place() for child in self.skipping.skipped}

    def _switches(self) -> dict[str, Place]:
        """For groups that are a choice, or begin one; a step needs no place of its own."""
        found: dict[str, Place] = {}
        for node in self.nodes:  # parents come first
            is_within = self.parents.get(node.id) in found and node.id in self.skipping.turn
            if isinstance(node, ScaffoldNode):
                if is_within or node.id in self.ways.choices:
                    found[node.id] = self._place()
            elif is_within:
                found[node.id] = self.inside[node.id]
        return found
