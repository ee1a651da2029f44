"""A run of the reference model: the path of visits, and how it grows, or is gone back over."""

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Self

from tests.model.steps import FIRST, STEPS, Step, after, group_of, is_wrong, provider_of
from tests.model.values import Answers, Claim, Draft, Intent, State, Value, Visit


@dataclass
class Run:
    """One visitor's run through the flow."""

    name: int
    is_sold_out: bool = False
    is_silent: bool = False
    """The world as it is: see `flow.World`."""
    status: str = "running"
    step: Step = FIRST
    """The step whose visit is open; of a group, its first."""
    number: int = 0
    """The number of that visit."""
    on_behalf_of: str = ""
    """The step that waits for it, where the open visit is part of a detour."""
    is_asked_again: bool = False
    """Were its answers found wrong later?"""
    path: list[Visit] = field(default_factory=list)
    heirs: dict[int, int | None] = field(default_factory=dict)
    """By superseded visit: the one that took its place."""
    drafts: dict[str, Draft] = field(default_factory=dict)
    effects: list[Visit] = field(default_factory=list)
    """Superseded visits whose effect stays."""
    claim: Claim | None = None
    tries: Counter[str] = field(default_factory=Counter)
    done: list[Intent] = field(default_factory=list)
    """What was done outside, oldest first."""

    def state(self, before: int | None = None) -> State:
        """All changes on the path, maybe only those before a visit."""
        state: State = {}
        for visit in self.path:
            if before is not None and visit.number >= before:
                break
            for name, value in visit.changes.items():
                if value is None:
                    state.pop(name, None)
                else:
                    state[name] = value
        return state

    def stands(self) -> Step:
        """The step of the open visit, or what must come before it."""
        step, state = self.step, self.state()
        while step.needs and step.needs not in state:
            step = provider_of(step.needs)
        return step

    def reach(self) -> set[str]:
        """The names of the steps that may be shown and posted."""
        return {each.name for each in group_of(self.stands())}

    def visit(self, number: int | None) -> Visit | None:
        """The visit of this number on the path."""
        return next((each for each in self.path if each.number == number), None)

    def is_settled(self, visit: Visit) -> bool:
        """May it not be changed any more? It had an effect, or is behind a step that locks."""
        later = [each for each in self.path if each.number >= visit.number]
        return visit.has_effect or any(each.has_effect and each.step.locks for each in later)

    def is_wrong(self, step: Step, text: str) -> bool:
        return is_wrong(step, text, is_sold_out=self.is_sold_out)

    def first_wrong(self, visits: list[Visit]) -> Visit | None:
        """The first answer that is not right any more, of those that can still be changed."""
        for each in visits:
            can_be_changed = not each.is_left and not self.is_settled(each)
            if can_be_changed and self.is_wrong(each.step, each.answers.text):
                return each
        return None

    def intent(self, step: Step) -> Intent:
        return Intent(self.name, step.name, self.tries[step.name])

    def complete(
        self, answers: Answers, changes: dict[str, Value | None], *, has_effect: bool = False
    ) -> None:
        """Close the open visit, and go where it leads."""
        step, on_behalf_of = STEPS[answers.step], self.on_behalf_of
        if step not in group_of(self.step):
            on_behalf_of = self.step.name
        visit = Visit(self.number, answers, changes, on_behalf_of, has_effect)
        self._close(visit)
        self._go_on_from(visit, carried=set())

    def commit(self, answers: Answers) -> None:
        """Close it with its effect: this try is over."""
        step = STEPS[answers.step]
        intent = self.intent(step)
        self.claim = None
        self.tries[step.name] += 1
        self.complete(answers, dict.fromkeys(step.gives, intent), has_effect=True)

    def rewound(self, visit: Visit, *, is_asked_again: bool = False) -> Self:
        """The run with this visit open once more, under a new number."""
        run = deepcopy(self)
        later = [each for each in self.path if each.number >= visit.number]
        run.path = [each for each in self.path if each.number < visit.number]
        run.number = self.number + 1
        run.heirs |= {each.number: None for each in later} | {self.number: None}
        run.heirs[visit.number] = run.number
        run.effects += [each for each in later if each.has_effect]
        run.drafts |= {e.step.name: self._draft_of(e) for e in later if not e.is_left}
        run.step = visit.step if is_asked_again else group_of(visit.step)[0]
        run.on_behalf_of = visit.on_behalf_of
        run.status, run.claim, run.is_asked_again = "running", None, is_asked_again
        return run

    def become(self, other: "Run") -> None:
        self.__dict__.update(deepcopy(other.__dict__))

    def _draft_of(self, visit: Visit) -> Draft:
        found, needs = self.state(before=visit.number), visit.step.needs
        return Draft(visit.answers.text, {needs: found[needs]} if needs else {})

    def _close(self, visit: Visit) -> None:
        self.path.append(visit)
        if not visit.is_left:
            self.drafts.pop(visit.step.name, None)

    def _go_on_from(self, visit: Visit, carried: set[str]) -> None:
        """Open the visit that follows; what was committed before is carried along, not repeated."""
        self.number += 1
        self.is_asked_again, self.on_behalf_of = False, ""
        target = _target_of(visit)
        if target is None:
            self.status = "done"
            return
        self.step = target
        done = self._effect_here()
        if done and done.step.name not in carried:
            self.effects = [each for each in self.effects if each is not done]
            again = replace(done, number=self.number, on_behalf_of="")
            self._close(again)
            self._go_on_from(again, carried | {done.step.name})

    def _effect_here(self) -> Visit | None:
        """What was committed is not done again: neither after going back, nor in a loop."""
        names = {each.name for each in group_of(self.step)}
        superseded = [each for each in self.effects if each.step.name in names]
        looped = [each for each in self.path if each.has_effect and each.step == self.step]
        return next(iter([*superseded, *looped]), None)


def changes_of(step: Step, text: str) -> dict[str, Value | None]:
    """What a step that commits nothing makes of the state."""
    taken: dict[str, Value | None] = {step.takes: None} if step.takes else {}
    return {**dict.fromkeys(step.gives, text), **taken}


def _target_of(visit: Visit) -> Step | None:
    """Where a visit leads: an exit, past the colour, back from a detour, or to what follows."""
    if visit.is_left:
        return STEPS[visit.step.exits[visit.answers.exit]]
    if visit.step is FIRST and visit.answers.text == "plain":
        return STEPS["guest"]
    return STEPS[visit.on_behalf_of] if visit.on_behalf_of else after(visit.step)
