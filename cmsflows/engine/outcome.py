"""What an action may answer: done, go there, or a response of its own."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Outcome(Enum):
    """The answers that are no place."""

    COMPLETE = "complete"


COMPLETE: Final = Outcome.COMPLETE
"""Done; the scaffold above decides what follows."""


class Unsettled(Enum):
    """What `settle` may answer when there is nothing to go on with."""

    NOT_DONE = "not done"
    UNKNOWN = "unknown"


NOT_DONE: Final = Unsettled.NOT_DONE
"""It did not happen; the step may be tried again."""

UNKNOWN: Final = Unsettled.UNKNOWN
"""Nobody can tell yet."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Not done yet: somebody else will say. The visitor is sent to this URL there."""

    url: str = ""
    """Empty where they wait on a page of this site; see `Action.progress`."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not happen, and this try is over: the next one has another idempotency key."""

    exit: str = ""
    """The visitor leaves by it, if it leads somewhere; else they are shown the step again."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work has come that a visitor waits for."""

    done: int = 0
    total: int = 0
    """0 where nobody can tell."""
    is_over: bool = False
    """Has it succeeded or failed, so that `settle` knows?"""


@dataclass(frozen=True, slots=True)
class SendTo:
    """Done; go to this component: a class, a registered key, a slug or the name of an exit."""

    target: object
