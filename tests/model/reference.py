"""What the ledger promises of one run, written down a second time, as plainly as can be.

It knows the contract and nothing of the code: the table of forms, going back, effects. The machine
asks it, before each move, what the visitor must be shown, and compares.
"""

from copy import deepcopy
from dataclasses import replace

from tests.model.run import Run, changes_of
from tests.model.steps import STEPS, Step, group_of
from tests.model.values import (
    MOVED_ON,
    NOT_DONE,
    OUT_OF_DATE,
    SOMETHING_ELSE,
    SUBMITTED,
    WRONG_NOW,
    Answers,
    Claim,
    Page,
    Reply,
    Visit,
)


class Reference(Run):
    """A run, and what its visitor must be shown whatever they do."""

    # Looking.

    def look(self, step: str = "", at: int | None = None, notice: str = "") -> Page:
        """A page is opened by its URL: of a step, maybe of one visit of it, or of the flow."""
        if self.status != "running" or self.claim:
            return self.current()
        if at is None and step in self.reach():
            return self._open_page(STEPS[step], notice)
        visit = self._visit_named(step, at)
        if visit is None:
            return self.current(notice)
        if self.is_settled(visit):
            return self.current(SUBMITTED)
        return self._page_gone_back_to(visit, STEPS[step], notice)

    def current(self, notice: str = "") -> Page:
        """Where the visitor is now."""
        if self.status != "running":
            return Page(self.status)
        return self._unsettled() if self.claim else self._open_page(self.stands(), notice)

    # Posting: the ledger's table.

    def post(self, number: int, is_again: bool, answers: Answers) -> Reply:
        """A form is posted that names this visit; `is_again` if it was gone back to."""
        if self.status != "running":
            return Reply(self.current())
        if number == self._heir_of(number) == self.number:
            return self._post_to_open(number, is_again, answers)
        visit = self.visit(number)
        if visit:
            return self._post_to_done(visit, is_again, answers)
        if number in self.heirs:
            return self._post_to_superseded(number, is_again, answers)
        return Reply(self.current(OUT_OF_DATE))

    def _post_to_open(self, number: int, is_again: bool, answers: Answers) -> Reply:
        if self.claim is None:
            return self._process(self, answers)
        return self._wait(number, is_again, answers)

    def _post_to_done(self, visit: Visit, is_again: bool, answers: Answers) -> Reply:
        if visit.answers == answers:
            return Reply(self._where_it_led(visit))
        if self.is_settled(visit):
            return Reply(self.current(SUBMITTED))
        if not is_again:
            return Reply(self.current(MOVED_ON))
        if self.claim is None:
            return self._process(self.rewound(visit), answers, visit)
        return self._wait(visit.number, is_again, answers)

    def _post_to_superseded(self, number: int, is_again: bool, answers: Answers) -> Reply:
        """Its form may be the one that took its place, sent twice; or a second try at it."""
        heir = self._heir_of(number)
        if heir == self.number:
            return self._post_to_open(number, is_again, answers)
        visit = self.visit(heir)
        if visit and visit.answers == answers:
            return Reply(self._where_it_led(visit))
        return Reply(self.current(MOVED_ON))

    def _wait(self, number: int, is_again: bool, answers: Answers) -> Reply:
        """A claim is in the way: what came of it is found out, or else the visitor must wait."""
        if self._find_out():
            return self.post(number, is_again, answers)
        return Reply(self._unsettled(), is_redirect=False)

    def _process(self, base: Run, answers: Answers, gone_back_to: Visit | None = None) -> Reply:
        """`base` is this run, or this run rewound; it becomes the run once the form is accepted."""
        step, found = STEPS[answers.step], base.state()
        if answers.step not in base.reach():
            return Reply(self.current(OUT_OF_DATE))
        if answers.exit and answers.exit not in step.exits:
            return Reply(self.look(step.name, gone_back_to.number if gone_back_to else None))
        base = deepcopy(base)
        if answers.exit:
            base.complete(answers, {})
            return self._accept(base)
        if base.is_wrong(step, answers.text):
            return Reply(self._refilled(base, answers, gone_back_to), is_redirect=False)
        if step.commits:
            return self._commit(base, answers, gone_back_to)
        ran = ((step.name, found),)
        if answers.text == "fault":
            return Reply(Page("failed"), is_redirect=False, ran=ran)
        base.complete(answers, changes_of(step, answers.text))
        return replace(self._accept(base), ran=ran)

    def _accept(self, base: Run) -> Reply:
        """The form is accepted; at the end, once all that was answered is still right."""
        wrong = base.first_wrong(base.path[:-1]) if base.status == "done" else None
        self.become(base.rewound(wrong, is_asked_again=True) if wrong else base)
        return Reply(self.current(WRONG_NOW if wrong else ""))

    def cancel(self) -> Reply:
        """Nothing is left, unless a step's outcome is not known."""
        if self.status == "running" and self._find_out():
            self.status = "cancelled"
        return Reply(self.current())

    # Committing.

    def _commit(self, base: Run, answers: Answers, gone_back_to: Visit | None) -> Reply:
        step, found = STEPS[answers.step], base.state()
        if any(each.has_effect and each.step == step for each in (*base.path, *base.effects)):
            return Reply(self.current(SUBMITTED))
        wrong = base.first_wrong(base.path)
        if wrong:
            self.become(base.rewound(wrong, is_asked_again=True))
            return Reply(self.current(WRONG_NOW))
        refused = self._refilled(base, answers, gone_back_to)
        self.become(base)  # the claim is saved before the effect
        return replace(self._do(answers, refused), ran=((step.name, found),))

    def _do(self, answers: Answers, refused: Page) -> Reply:
        """What comes of it is up to the card."""
        step, card = STEPS[answers.step], answers.text
        if card == "declined":
            self.tries[step.name] += 1
            return Reply(refused, is_redirect=False)
        has_happened = card not in ("lost", "killed before")
        if has_happened:
            self.done.append(self.intent(step))
        if card in ("lost", "crash", "killed before", "killed"):
            self.claim = Claim(answers, has_happened, is_running=card.startswith("killed"))
            return Reply(Page("failed"), is_redirect=False)
        self.commit(answers)
        return Reply(self.current())

    def ask(self, number: int) -> Reply:
        """The visitor asks what came of the step."""
        if self.number == self._heir_of(number):
            self._find_out()
        if self.claim:
            return Reply(self._unsettled(), is_redirect=False)
        return Reply(self.current(NOT_DONE if self.number == self._heir_of(number) else ""))

    def _find_out(self) -> bool:
        """Ask what came of the step that is in doubt. Is it known now?"""
        claim = self.claim
        if claim and (claim.is_running or self.is_silent):
            return False
        if claim and claim.has_happened:
            self.commit(claim.answers)
        self.claim = None
        return True

    # Which visit, and its page.

    def _heir_of(self, number: int) -> int | None:
        """The visit that took the place of this one, maybe after others had; else itself."""
        heir: int | None = number
        while heir in self.heirs:
            heir = self.heirs[heir]
        return heir

    def _where_it_led(self, visit: Visit) -> Page:
        """To what followed it on the path, past what is done for good."""
        later = [each for each in self.path if each.number > visit.number]
        following = next((each for each in later if not self.is_settled(each)), None)
        return self.look(following.step.name, following.number) if following else self.current()

    def _visit_named(self, step: str, at: int | None) -> Visit | None:
        """The last visit of this step, or of another of its group; or the very one.

        Without a number the step of the open visit is that.
        """
        if not step or (at is None and STEPS[step] in group_of(self.step)):
            return None
        found = [each for each in self.path if each.step in group_of(STEPS[step])]
        return next((each for each in reversed(found) if at in (None, each.number)), None)

    def _open_page(self, step: Step, notice: str = "") -> Page:
        is_asked_again = self.is_asked_again and step == self.step
        return Page(
            kind="step",
            step=step.name,
            number=self.number,
            notice=notice if step in group_of(self.step) else SOMETHING_ELSE,
            texts=frozenset({self._draft_for(step)}),
            has_errors=is_asked_again and self.is_wrong(step, self.drafts[step.name].text),
            state=self.state(),
            back=self._back_from(self.number),
        )

    def _page_gone_back_to(self, visit: Visit, step: Step, notice: str) -> Page:
        return Page(
            kind="step",
            step=step.name,
            number=visit.number,
            is_again=True,
            notice=notice,
            texts=self._texts_then(visit, step),
            state=self.state(before=visit.number),
            back=self._back_from(visit.number),
        )

    def _refilled(self, base: Run, answers: Answers, gone_back_to: Visit | None) -> Page:
        """The page once more, with what was posted and what is wrong with it."""
        number = gone_back_to.number if gone_back_to else self.number
        return Page(
            kind="step",
            step=answers.step,
            number=number,
            is_again=gone_back_to is not None,
            notice="" if STEPS[answers.step] in group_of(base.step) else SOMETHING_ELSE,
            texts=frozenset({answers.text}),
            has_errors=True,
            state=base.state(),
            back=self._back_from(number),
        )

    def _unsettled(self) -> Page:
        return Page("unsettled", self.claim.answers.step if self.claim else "", self.number)

    def _draft_for(self, step: Step) -> str:
        """What was answered before going back, if what the step used is as it was."""
        draft, now = self.drafts.get(step.name), self.state()
        if draft is None:
            return ""
        return draft.text if all(now.get(name) == it for name, it in draft.used.items()) else ""

    def _texts_then(self, visit: Visit, step: Step) -> frozenset[str]:
        """The answers of that visit; another way that was not taken then may show what it has."""
        if step == visit.step and not visit.is_left:
            return frozenset({visit.answers.text})
        later = [e.answers.text for e in self.path[self.path.index(visit) :] if e.step == step]
        draft = self.drafts.get(step.name)
        return frozenset({"", *later, *([draft.text] if draft else [])})

    def _back_from(self, number: int) -> tuple[str, int] | None:
        earlier = [each for each in self.path if each.number < number]
        for visit in reversed(earlier):
            if not visit.step.is_passed_over and not self.is_settled(visit):
                return visit.step.name, visit.number
        return None
