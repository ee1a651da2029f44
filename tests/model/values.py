"""What the reference model speaks of: visits, answers and effects, and what must be shown."""

from dataclasses import dataclass, field

from tests.model.steps import STEPS, Step

OUT_OF_DATE = "That page was out of date."
MOVED_ON = "You went on in another tab or window."
SUBMITTED = "That was submitted already and cannot be changed."
WRONG_NOW = "This was right when you answered it, but no longer is."
NOT_DONE = "It did not go through. You can try again."
SOMETHING_ELSE = "Something else is needed before this step."


@dataclass(frozen=True)
class Intent:
    """What must be done once at most: this try of this step of this run."""

    run: int
    step: str
    tries: int


Value = str | Intent
"""What stands in the state: a text, or what names an effect."""

State = dict[str, Value]


@dataclass(frozen=True)
class Answers:
    """What is posted to a step: a text, or the name of an exit."""

    step: str
    text: str = ""
    exit: str = ""


@dataclass(frozen=True)
class Visit:
    """One entering of one step, once it is over."""

    number: int
    answers: Answers
    changes: dict[str, Value | None]
    """The names it set, and as None those it removed."""
    on_behalf_of: str = ""
    """The step that was waiting for it, of a detour."""
    has_effect: bool = False

    @property
    def step(self) -> Step:
        return STEPS[self.answers.step]

    @property
    def is_left(self) -> bool:
        return bool(self.answers.exit)


@dataclass(frozen=True)
class Draft:
    """What was answered before the visitor went back, and the values that the step used then."""

    text: str
    used: State


@dataclass(frozen=True)
class Claim:
    """A commit step whose outcome is not recorded."""

    answers: Answers
    has_happened: bool
    is_running: bool


@dataclass(frozen=True)
class Page:
    """What the visitor must be shown in the end."""

    kind: str
    """Of "step", "done", "cancelled", "unsettled", "expired", "missing", "failed"."""
    step: str = ""
    number: int = 0
    """The visit that its form names."""
    is_again: bool = False
    """Was that visit gone back to?"""
    notice: str = ""
    texts: frozenset[str] = frozenset({""})
    """What may stand in its field."""
    has_errors: bool = False
    state: State = field(default_factory=dict)
    back: tuple[str, int] | None = None
    """The step and the visit that the link back leads to."""


@dataclass(frozen=True)
class Reply:
    """What a posted form must be answered."""

    page: Page
    is_redirect: bool = True
    ran: tuple[tuple[str, State], ...] = ()
    """The step that must be run, with the state it must find; none in most cases."""
