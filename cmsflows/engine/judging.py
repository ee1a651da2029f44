"""What becomes of a posted form: the ledger's table, as a pure function of task and token.

| the visit that the token names | same answers | verdict |
|---|---|---|
| any, when the task has ended | | ended |
| unknown | | out of date |
| open | | process, or wait where a claim holds it |
| open once, and given up since | | elsewhere |
| done | yes | replay |
| done, form from when it was open | no | elsewhere |
| done, gone back to | no | rewind, or wait where a claim holds the open one |
| done, committed or behind a step that locks | no | submitted |
"""

from dataclasses import dataclass
from enum import Enum

from cmsflows.engine.ledger import AGAIN, FIRST, is_token, is_token_of, seq_of
from cmsflows.engine.task import Task, TaskStatus, Visit, VisitStatus


class Verdict(Enum):
    """What to do with a form."""

    PROCESS = "process"
    REWIND = "rewind"
    REPLAY = "replay"
    """It was done before: lead on where it led then."""
    WAIT = "wait"
    """The open step is committing, or in doubt, or being settled outside."""
    OUT_OF_DATE = "out of date"
    ELSEWHERE = "elsewhere"
    """The visitor has gone on in another tab."""
    SUBMITTED = "submitted"
    """What it would change is settled for good."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and the visit it is about, if that is over."""

    verdict: Verdict
    visit: Visit | None = None


def judge(task: Task, token: str, digest: str) -> Judgement:
    """What to do with a form that carries this token and whose answers have this digest."""
    if task.status is not TaskStatus.RUNNING:
        return Judgement(Verdict.ENDED)
    if not is_token(token):
        return Judgement(Verdict.OUT_OF_DATE)
    seq = seq_of(token)
    if seq == task.position.seq:
        return _of_open(task, token)
    visit = next((each for each in task.visits if each.seq == seq), None)
    kind = _kind(task, visit, token) if visit else ""
    if visit is None or not kind:
        return Judgement(Verdict.OUT_OF_DATE)
    if visit.status is VisitStatus.SUPERSEDED:
        return _of_superseded(task, visit, digest)
    return _of_done(task, visit, digest, is_again=kind == AGAIN)


def may_be_entered_again(task: Task, visit: Visit) -> bool:
    """May the visitor go back to this visit and answer differently?"""
    return not visit.commits and not is_locked(task, visit)


def is_locked(task: Task, visit: Visit) -> bool:
    """Does it lie behind a step that settled all before it?"""
    return any(each.locks and each.seq >= visit.seq for each in task.path)


def _of_open(task: Task, token: str) -> Judgement:
    position = task.position
    names_it = is_token_of(token, task_id=task.id, seq=position.seq, node=position.node)
    if not names_it:
        return Judgement(Verdict.OUT_OF_DATE)
    return Judgement(Verdict.WAIT if task.claim else Verdict.PROCESS)


def _of_done(task: Task, visit: Visit, digest: str, *, is_again: bool) -> Judgement:
    if visit.digest == digest:
        return Judgement(Verdict.REPLAY, visit)
    if not may_be_entered_again(task, visit):
        return Judgement(Verdict.SUBMITTED, visit)
    if not is_again:
        return Judgement(Verdict.ELSEWHERE, visit)
    return Judgement(Verdict.WAIT if task.claim else Verdict.REWIND, visit)


def _of_superseded(task: Task, visit: Visit, digest: str) -> Judgement:
    """The form may be the one that took its place, sent twice; or a second try at it."""
    successor = _successor(task, visit)
    if successor is None and _last_seq(task, visit) == task.position.seq:
        return Judgement(Verdict.WAIT if task.claim else Verdict.PROCESS)
    if successor is not None and successor.digest == digest:
        return Judgement(Verdict.REPLAY, successor)
    return Judgement(Verdict.ELSEWHERE)


def _successor(task: Task, visit: Visit) -> Visit | None:
    """The visit on the path that took its place, maybe after others had."""
    seq = _last_seq(task, visit)
    return next((each for each in task.path if each.seq == seq), None)


def _last_seq(task: Task, visit: Visit) -> int | None:
    by = {each.seq: each.by for each in task.visits}
    seq = visit.by
    while seq is not None and by.get(seq) is not None:
        seq = by[seq]
    return seq


def _kind(task: Task, visit: Visit, token: str) -> str:
    """Was this the token of the visit's first form, or of one gone back to? Empty for neither."""
    for kind, node in ((FIRST, visit.opened), (AGAIN, visit.node)):
        if is_token_of(token, task_id=task.id, seq=visit.seq, node=node, kind=kind):
            return kind
    return ""
