"""The steps of the flow as plain data, for the reference model; `flow` says the same in classes."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """One step, as the contract speaks of it."""

    name: str
    needs: str = ""
    """A name that must be in the state before it can be entered."""
    gives: tuple[str, ...] = ()
    """The names it leaves in the state."""
    takes: str = ""
    """The name it takes out of the state."""
    group: str = ""
    """Of the steps of a group any one will do."""
    exits: Mapping[str, str] = field(default_factory=dict)
    """By the name of the exit: the step it leads to."""
    commits: bool = False
    locks: bool = False
    is_passed_over: bool = False
    """Does the link back skip it?"""

    @property
    def field(self) -> str:
        """The one field of its form."""
        return "card" if self.commits else "text"


ORDER = (
    Step("item", gives=("item",), takes="colour"),
    Step("colour", needs="item", gives=("colour",)),
    Step("guest", gives=("who",), group="who"),
    Step("join", gives=("account", "who"), group="who", commits=True),
    Step("wish", needs="who", gives=("wish",), exits={"item": "item"}),
    Step("note", gives=("note",), is_passed_over=True),
    Step("confirm", needs="colour", gives=("confirmed",)),
    Step("pay", gives=("payment",), exits={"wish": "wish"}, commits=True, locks=True),
    Step("thanks", exits={"item": "item"}),
)

STEPS = {step.name: step for step in ORDER}

FIRST = ORDER[0]


def group_of(step: Step) -> tuple[Step, ...]:
    """The steps that will do here: itself, or all of its group."""
    together = tuple(each for each in ORDER if step.group and each.group == step.group)
    return together or (step,)


def after(step: Step) -> Step | None:
    """The step that follows; None at the end."""
    later = ORDER[ORDER.index(group_of(step)[-1]) + 1 :]
    return later[0] if later else None


def provider_of(name: str) -> Step:
    """The step that gives this name; it is given by one step or one group."""
    return next(each for each in ORDER if name in each.gives)


def is_wrong(step: Step, text: str, *, is_sold_out: bool) -> bool:
    """Would the form of this step refuse this text?"""
    return not step.commits and (not text or (text == "rare" and is_sold_out))
