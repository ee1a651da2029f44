"""Rewinding: a visitor went back and answers differently, so what came after is asked again.

Later visits are superseded. Their answers stay as drafts, to be shown when their steps are asked
again, unless what they used has changed; see `used`. Effects that were committed stay as they are.
"""

from collections.abc import Iterator
from dataclasses import replace

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.answers import Answers
from cmsflows.engine.circumstances import Anyhow
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.navigation import alternatives
from cmsflows.engine.task import Position, Task, TaskStatus, Visit, VisitStatus

SUPERSEDED_KEPT = 50
"""Superseded visits that the ledger remembers; forms older than that are just out of date."""


def before(compiled: CompiledFlow, task: Task, visit: Visit) -> Task:
    """The task as it was when this visit was open; what was answered since are drafts."""
    node, resume = _entered(compiled, visit)
    # A step that failed was left, and what was answered there is a draft.
    shown = visit.answers or task.drafts.get(visit.node, Answers())
    return replace(
        task,
        visits=tuple(each for each in task.path if each.seq < visit.seq),
        position=Position(node, visit.seq),
        drafts={**task.drafts, **_answers(task, visit), visit.node: shown},
        kept=(),
        resume=resume,
    )


def rewind(
    compiled: CompiledFlow, task: Task, visit: Visit, *, is_asked_again: bool = False
) -> Task:
    """The task with this visit open once more, under a new number.

    Where its answers were found wrong, it is `is_asked_again`, at the very step that was answered.
    """
    later = [each for each in task.path if each.seq >= visit.seq]
    node, resume = _entered(compiled, visit)
    seq = task.next_seq
    return replace(
        task,
        status=TaskStatus.RUNNING,
        visits=_pruned(tuple(_ledger(task, visit, seq))),
        position=Position(visit.node if is_asked_again else node, seq, visit.seq, is_asked_again),
        drafts={**task.drafts, **_answers(task, visit)},
        commits=(*task.commits, *(each for each in later if each.commits)),
        kept=(),
        claim=None,
        resume=resume,
    )


def _answers(task: Task, visit: Visit) -> dict[str, Answers]:
    """By node id: what was answered last, from this visit on."""
    later = [each for each in task.path if each.seq >= visit.seq]
    return {each.node: each.answers for each in later if each.answers}


def _entered(compiled: CompiledFlow, visit: Visit) -> tuple[str, str]:
    """The node where this visit began, and the one that the detour it was part of led back to."""
    opened = compiled.definition.node(visit.opened)
    if not isinstance(opened, ActionNode):
        return visit.node, visit.resume
    if any(each.id == visit.node for each in alternatives(Anyhow(compiled), opened)):
        return visit.opened, visit.resume
    return visit.node, visit.resume or visit.opened


def _ledger(task: Task, visit: Visit, seq: int) -> Iterator[Visit]:
    """All entries, those from `visit` on as superseded, and one for the visit that was open."""
    for each in task.visits:
        if each.status is VisitStatus.SUPERSEDED or each.seq < visit.seq:
            yield each
        else:
            yield _superseded(each, seq if each.seq == visit.seq else None)
    open_one = task.position
    yield Visit(
        seq=open_one.seq,
        node=open_one.node,
        opened=open_one.node,
        status=VisitStatus.SUPERSEDED,
    )


def _superseded(visit: Visit, by: int | None) -> Visit:
    """What the ledger keeps of it: enough to know its forms again."""
    return Visit(
        seq=visit.seq,
        node=visit.node,
        opened=visit.opened,
        status=VisitStatus.SUPERSEDED,
        by=by,
    )


def _pruned(visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    superseded = [each.seq for each in visits if each.status is VisitStatus.SUPERSEDED]
    forgotten = set(superseded[:-SUPERSEDED_KEPT])
    return tuple(each for each in visits if each.seq not in forgotten)
