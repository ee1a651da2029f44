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
    """Not done yet: another site will say. The visitor is sent to this URL there."""

    url: str


@dataclass(frozen=True, slots=True)
class SendTo:
    """Done; go to this component: a class, a registered key, a slug or the name of an exit."""

    target: object
