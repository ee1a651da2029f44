"""A task is one visitor's run through one flow. It never changes; a move answers a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from cmsflows.engine.codec import decode_state
from cmsflows.engine.delta import Delta, Encoded, fold


class TaskStatus(Enum):
    """Is the run still going on?"""

    RUNNING = "running"
    DONE = "done"


class VisitStatus(Enum):
    """What became of one entering of one step. The open visit is the task's position."""

    DONE = "done"
    LEFT = "left"
    """Left by an exit, without completing."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An entry of the ledger: one entering of one step, once it is over."""

    seq: int
    node: str
    status: VisitStatus
    digest: str = ""
    """A keyed hash of the answers: equal answers can be told without keeping them."""
    to: str = ""
    """The node it led to; empty at the end of the flow."""
    deltas: tuple[Delta, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Where in the tree the task stands: the step whose visit is open, and that visit's number."""

    node: str
    seq: int


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
    answers: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    """By node id, as they were submitted; to show again and to validate again."""
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

    def detouring(self, origin: str) -> "Task":
        """The task while a precondition leads its visitor elsewhere; it comes back to this node."""
        return replace(self, resume=origin)

    def encoded_state(self) -> Encoded:
        """The fold of all deltas."""
        deltas = [delta for visit in self.visits for delta in visit.deltas]
        return fold(self.entry, [*deltas, *self.kept])

    def state(self) -> dict[str, Any]:
        """What the task has gathered, as new values. `Any`: actions put there what they like.

        Raises `UnreadableRecordError` when somebody else wrote them.
        """
        return decode_state(self.encoded_state())
