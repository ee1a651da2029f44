"""What an action may answer: done, go there, or a response of its own."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Outcome(Enum):
    """The answers that are no place."""

    COMPLETE = "complete"


COMPLETE: Final = Outcome.COMPLETE
"""Done; the scaffold above decides what follows."""


@dataclass(frozen=True, slots=True)
class SendTo:
    """Done; go to this component: a class, a registered key, a slug or the name of an exit."""

    target: object
