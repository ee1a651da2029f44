"""Problems of the ways through a flow: what cannot be reached, left, known or kept.

A precondition that asks for state counts as what a step requires, though the runtime would lead a
visitor to the step that provides it: it should not have to.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from cmsflows.definition.graph import FlowGraph
from cmsflows.definition.nodes import ActionNode
from cmsflows.definition.passages.control import control_of
from cmsflows.definition.passages.facts import Facts, Mask, names_in, provided_by, spellings
from cmsflows.definition.passages.needs import Need, needs_of
from cmsflows.definition.passages.skipping import implied_in
from cmsflows.definition.passages.stuck import loops_in, stuck_in
from cmsflows.definition.passages.sureness import order_of, possible_in, sure_in
from cmsflows.definition.passages.walks import Walks
from cmsflows.definition.problems import Code, Problem


class Passages:
    """All ways through one flow."""

    def __init__(self, graph: FlowGraph) -> None:
        self.definition = graph.definition
        self.needs = needs_of(graph.definition.root)
        conditions = implied_in(graph.definition.by_id.values())
        self.facts = Facts(_names(graph, self.needs, conditions.values()))
        self.committing = [step for step in graph.definition.actions if step.contract.commits]
        self.commits = {
            step.id: self.facts.beyond(place) for place, step in enumerate(self.committing)
        }
        """Marks of committing steps, gained when they are completed."""
        self.control = control_of(graph, self.facts, conditions, marks=self.commits)
        self.given = self.facts.mask(
            each.name for each in graph.definition.inputs if each.is_required
        )
        self.order = order_of(self.control)
        self.sure = sure_in(self.control, self.order, self.given)
        self._walks: dict[Mask, Walks] = {}

    def known_at(self, node_id: str) -> frozenset[str]:
        place = self.control.inside.get(node_id)
        known = None if place is None else self.sure.at[place]
        return self.facts.names(known or 0)

    def is_reachable(self, node_id: str) -> bool:
        place = self.control.inside.get(node_id)
        return place is not None and self.sure.at[place] is not None

    def promises(self) -> Mapping[str, tuple[str, ...] | None]:
        """By promised name: None where it is kept, else the steps of a way that breaks it."""
        return {name: self._path_without(name) for name in self.definition.promises}

    def broken(self, promises: Mapping[str, tuple[str, ...] | None]) -> Iterator[Problem]:
        for name, path in promises.items():
            if path is not None:
                is_given = name in self._provided
                code = Code.PROMISE_BROKEN if is_given else Code.PROMISE_NEVER_KEPT
                yield Problem(code, "", names=(name,), path=path)

    def problems(self, indispensable: Collection[str]) -> Iterator[Problem]:
        yield from self._unreachable()
        yield from self._stuck()
        yield from self._missing()
        yield from self._repeated()
        yield from self._dispensed_with(indispensable)

    def _unreachable(self) -> Iterator[Problem]:
        """A group that nobody enters is told once, not again for what is in it."""
        for node in self.definition.by_id.values():
            parent = self.definition.parent(node)
            if parent and self.is_reachable(parent.id) and not self.is_reachable(node.id):
                yield Problem(Code.UNREACHABLE, node.id)

    def _stuck(self) -> Iterator[Problem]:
        stuck = stuck_in(self.control, self.order)
        if stuck.isdisjoint(self.control.inside[step.id] for step in self.definition.actions):
            return
        in_loops: set[str] = set()
        for loop in loops_in(self.control, stuck):
            in_loops.update(loop)
            if loop:
                yield Problem(Code.ENDLESS_LOOP, loop[0], others=loop[1:])
        for step in self.definition.actions:
            if self.control.inside[step.id] in stuck and step.id not in in_loops:
                yield Problem(Code.NO_WAY_TO_END, step.id)

    def _missing(self) -> Iterator[Problem]:
        for step_id, needs in self.needs.items():
            known = self.sure.at[self.control.inside[step_id]]
            for need in needs if known is not None else ():
                wanted = self.facts.wanted(need.name, seen_from=need.seen_from)
                if known and known & wanted:
                    continue
                path = self._path_to(self.control.inside[step_id], without=wanted)
                if path is not None:
                    is_given = not self._provided.isdisjoint(spellings(need.name, need.seen_from))
                    code = Code.STATE_MISSING if is_given else Code.STATE_NEVER_PROVIDED
                    yield Problem(code, step_id, names=(need.name,), path=path)

    def _repeated(self) -> Iterator[Problem]:
        once = [step for step in self.committing if not step.contract.is_repeatable]
        possible = possible_in(self.control, self.order).at if once else ()
        by_key: dict[str, list[ActionNode]] = {}
        for step in self.committing:
            by_key.setdefault(step.key, []).append(step)
        for step in once:
            before = possible[self.control.inside[step.id]] or 0
            twins = [each.id for each in by_key[step.key] if each is not step]
            alike = [step.id, *twins]
            other = next((each for each in alike if before & self.commits[each]), None)
            if other is None:
                continue
            path = self._path_to(self.control.inside[step.id], with_mark=self.commits[other]) or ()
            if other == step.id:
                yield Problem(Code.COMMITS_AGAIN, step.id, path=path)
            else:
                yield Problem(Code.COMMITS_TWICE, step.id, path=path, others=(other,))

    def _dispensed_with(self, indispensable: Collection[str]) -> Iterator[Problem]:
        for key in dict.fromkeys(indispensable):
            nodes = [node for node in self.definition.by_id.values() if node.key == key]
            if not nodes:
                yield Problem(Code.INDISPENSABLE_MISSING, "", names=(key,))
            elif not any(self.is_reachable(node.id) for node in nodes):
                yield Problem(Code.INDISPENSABLE_UNREACHABLE, nodes[0].id, names=(key,))

    def _path_without(self, name: str) -> tuple[str, ...] | None:
        known = self.sure.at[self.control.end]
        wanted = self.facts.wanted(name)
        if known is None or known & wanted:
            return None
        return self._path_to(self.control.end, without=wanted)

    def _path_to(
        self, place: int, *, without: Mask = 0, with_mark: Mask = 0
    ) -> tuple[str, ...] | None:
        walks = self._walks.get(without | with_mark)
        if walks is None:
            effects = [effect for effect in self.control.effects if effect is not None]
            deciding = self.facts.deciding(without | with_mark, effects)
            walks = Walks(self.control, self.given, deciding=deciding)
            self._walks[without | with_mark] = walks
        return walks.path(
            place, lambda known: not known & without and known & with_mark == with_mark
        )

    @cached_property
    def _provided(self) -> frozenset[str]:
        """Every name that some step provides, or that the flow may be given."""
        names = {name for step in self.definition.actions for name in provided_by(step)}
        names |= {step.name for step in self.definition.actions if step.contract.provides}
        return frozenset(names | {each.name for each in self.definition.inputs})


def _names(
    graph: FlowGraph,
    needs: Mapping[str, tuple[Need, ...]],
    implied: Collection[tuple[frozenset[str], frozenset[str]]],
) -> Iterator[str]:
    """Every name that the flow is about, some more than once."""
    yield from graph.definition.promises
    for each in graph.definition.inputs:
        yield each.name
    for step in graph.definition.actions:
        yield from names_in(step)
    for wanted in needs.values():
        for need in wanted:
            yield from spellings(need.name, need.seen_from)
    for edge in graph.edges:
        yield from edge.facts
    for holds, fails in implied:
        yield from holds
        yield from fails
