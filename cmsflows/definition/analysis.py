"""The analysis of a flow: does everybody get through, with what each step needs, as promised?

A pure function of the graph. It says what is wrong and where; words for it are elsewhere.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import chain

from cmsflows.definition.asking import problems_of_conditions
from cmsflows.definition.contents import problems_of_contents
from cmsflows.definition.graph import FlowGraph
from cmsflows.definition.passages.passages import Passages
from cmsflows.definition.problems import Problem
from cmsflows.definition.references import problems_of_references


@dataclass(frozen=True)
class Analysis:
    """What is wrong in a flow, and what is sure in it."""

    problems: tuple[Problem, ...]
    """In reading order of the nodes to mend; first those of the flow as a whole."""
    promises: Mapping[str, tuple[str, ...] | None]
    """By name: None where the promise is kept, else the steps of a shortest way to the end that
    breaks it."""
    passages: Passages = field(repr=False)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def is_sound(self) -> bool:
        """May it go live?"""
        return not self.errors

    def known_at(self, node_id: str) -> frozenset[str]:
        """The names that are sure to be in the state where this node is entered; none where nobody
        ever enters it, or there is no such node."""
        return self.passages.known_at(node_id)

    def is_reachable(self, node_id: str) -> bool:
        """Can anybody enter this node?"""
        return self.passages.is_reachable(node_id)


def analyse(
    graph: FlowGraph,
    *,
    indispensable: Collection[str] = (),
    guards: Collection[str] | None = None,
) -> Analysis:
    """Look at all ways through a flow.

    `indispensable` are keys of steps that must be in it; `guards` are the types of preconditions
    that are known, None is any.
    """
    passages = Passages(graph)
    promises = passages.promises()
    places = {node_id: place for place, node_id in enumerate(graph.definition.by_id, start=1)}
    found = chain(
        problems_of_contents(graph, guards=guards),
        problems_of_conditions(graph),
        problems_of_references(graph),
        passages.problems(indispensable),
        passages.broken(promises),
    )
    problems = sorted(dict.fromkeys(found), key=lambda each: places.get(each.node, 0))
    return Analysis(tuple(problems), promises, passages)
