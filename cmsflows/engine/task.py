"""A task is one visitor's run through one flow. It never changes; a move answers a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from cmsflows.engine.answers import Answers
from cmsflows.engine.codec import decode_state
from cmsflows.engine.delta import Delta, Encoded, fold


class TaskStatus(Enum):
    """Is the run still going on?"""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    """By an editor, and not by its visitor."""


class VisitStatus(Enum):
    """What became of one entering of one step. The open visit is the task's position."""

    DONE = "done"
    LEFT = "left"
    """Left by an exit, without completing."""
    SUPERSEDED = "superseded"
    """The visitor went back before it and answered differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An entry of the ledger: one entering of one step, once it is over."""

    seq: int
    node: str
    opened: str
    """The node of the position then: of several ways to begin a group, the first."""
    status: VisitStatus
    digest: str = ""
    """A keyed hash of what was posted: equal answers can be told without keeping them."""
    to: str = ""
    """The node it led to; empty at the end of the flow."""
    is_sent: bool = False
    """Did the action say where to go, rather than leave it to the scaffold above?"""
    answers: Answers = Answers()
    deltas: tuple[Delta, ...] = ()
    resume: str = ""
    """The node that the detour it was part of led back to."""
    commits: bool = False
    """Did it have an effect outside, which must not be repeated?"""
    locks: bool = False
    """Are the answers before it settled for good?"""
    by: int | None = None
    """The number of the visit that took the place of a superseded one."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where in the tree the task stands: the step whose visit is open, and that visit's number."""

    node: str
    seq: int
    replaces: int | None = None
    """The number of the visit that the open one takes the place of."""
    is_asked_again: bool = False
    """Were its answers found wrong later? Then the page shows them, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The open visit's step commits: its effect is under way, in doubt, or settled outside."""

    node: str
    digest: str
    until: float
    """Seconds since the epoch; a claim that is not over by then is in doubt."""
    is_outside: bool = False
    """Was the visitor sent to another site, which will say what came of it?"""
    answers: Answers = Answers()
    """What was posted: once the outcome is known, these are the step's answers."""

    def is_running(self, now: float) -> bool:
        return not self.is_outside and now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """The record of one run, apart from where and how it is stored."""

    id: str
    flow: str
    version: str
    position: Position
    binding: str = ""
    """A keyed hash of what the binder answered: never the answer itself."""
    owner: str = ""
    """The primary key of the user, once known."""
    status: TaskStatus = TaskStatus.RUNNING
    visits: tuple[Visit, ...] = ()
    """The ledger: what was superseded stands in it, too."""
    claim: Claim | None = None
    drafts: Mapping[str, Answers] = field(default_factory=dict)
    """By node id: what superseded visits had answered, to be shown when they are asked again."""
    commits: tuple[Visit, ...] = ()
    """Superseded visits whose effects stay: when the visitor comes by, they are not run again."""
    attempts: Mapping[str, int] = field(default_factory=dict)
    """By node id: how many tries to commit are over."""
    files: tuple[str, ...] = ()
    """Keys of the uploads that were kept for it."""
    kept: tuple[Delta, ...] = ()
    """Changes of the open visit that were kept though it was not completed."""
    entry: Encoded = field(default_factory=dict)
    """The encoded state the task was started with."""
    args: Mapping[str, str] = field(default_factory=dict)
    """URL arguments, as text."""
    return_to: str = ""
    resume: str = ""
    """The node a detour leads back to."""
    started_at: float = 0.0
    """Seconds since the epoch."""

    @property
    def path(self) -> tuple[Visit, ...]:
        """The visits that led to where the task stands, oldest first."""
        return tuple(each for each in self.visits if each.status is not VisitStatus.SUPERSEDED)

    @property
    def answers(self) -> Mapping[str, Answers]:
        """By node id: what was answered last, on the way here or before the visitor went back."""
        given = {each.node: each.answers for each in self.path if each.answers}
        return {**self.drafts, **given}

    @property
    def next_seq(self) -> int:
        """The number after the open visit's."""
        return self.position.seq + 1

    def detouring(self, origin: str) -> "Task":
        """The task while a precondition leads its visitor elsewhere; it comes back to this node."""
        return replace(self, resume=origin)

    def encoded_state(self) -> Encoded:
        """The fold of all deltas."""
        deltas = [delta for visit in self.path for delta in visit.deltas]
        return fold(self.entry, [*deltas, *self.kept])

    def state(self) -> dict[str, Any]:
        """What the task has gathered, as new values. `Any`: actions put there what they like.

        Raises `UnreadableRecordError` when somebody else wrote them.
        """
        return decode_state(self.encoded_state(), task_id=self.id)
