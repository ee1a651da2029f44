"""What the steps of a run were told, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass

from cmsflows.definition.nodes import ActionNode, ScaffoldNode
from cmsflows.engine.host import Host, HostedFlow
from cmsflows.engine.task import Visit, VisitStatus
from cmsflows.engine.transitions import Transition
from flow_blocks.answers.told import Told, told


@dataclass(frozen=True, slots=True)
class AnsweredStep:
    """A step, and what it was told."""

    node: ActionNode
    visit: Visit
    answers: tuple[Told, ...]
    number: int = 0
    """Which round it was, of a step that was done in several; else 0."""


def answered_steps(walk: Host) -> Iterator[AnsweredStep]:
    """In the order they were done. What is sensitive was never kept, and so is not listed."""
    shown = list(_visits(walk))
    rounds = [visit.node for visit in shown]
    for place, visit in enumerate(shown):
        node = walk.compiled.definition.node(visit.node)
        if not isinstance(node, ActionNode) or not walk.compiled.is_available(node):
            continue
        answers = tuple(_told(walk, node, visit))
        if answers:
            is_one_of_several = rounds.count(visit.node) > 1
            number = rounds[: place + 1].count(visit.node) if is_one_of_several else 0
            yield AnsweredStep(node, visit, answers, number)


def _visits(walk: Host) -> Iterator[Visit]:
    """Each step's last, and every round of those that are repeated."""
    path = walk.task.path if walk.task else ()
    done = [visit for visit in path if visit.status is VisitStatus.DONE]
    last = {visit.node: visit.seq for visit in done}
    for visit in done:
        if last[visit.node] == visit.seq or _is_repeated(walk.compiled, visit):
            yield visit


def _is_repeated(compiled: HostedFlow, visit: Visit) -> bool:
    """Does the step stand in a group of which visitors may have another round?"""
    node = compiled.definition.node(visit.node)
    return any(
        isinstance(each, ScaffoldNode)
        and type(compiled.transition(each)).another is not Transition.another
        for each in (compiled.definition.lineage(node) if node else ())
    )


def _told(walk: Host, node: ActionNode, visit: Visit) -> Iterator[Told]:
    """What the step was told, by its form as it was made for this visitor then."""
    step = walk.compiled.action_class(node)()
    step.join(walk.at(visit), node)
    yield from told(step.get_form(), visit.answers)
