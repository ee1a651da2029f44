"""A visitor of the soak: walks the flow from its first step to its end, with moves by chance.

What was accepted is compared with the state at the last step, and what was done outside.
"""

import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urljoin

from tests.soak import effects, outside
from tests.soak.browser import Broken, Fields, GaveUp
from tests.soak.dawdling import COPIES, Dawdler
from tests.soak.page import Page
from tests.soak.tab import ENTRY, UNKNOWN_FOR, is_accepted

MOVES = 40
"""After so many pages, a visitor has had enough of detours."""

PAGES = 150
"""Whoever has seen so many pages and is not at the end never will be."""

WAITS = 4
"""So often a visitor looks whether a bank that was never reached has answered, before giving up."""


class Visitor(Dawdler):
    """One walk."""

    task_id = ""
    _waited = 0

    def walks(self, is_time_up: Callable[[], bool]) -> None:
        """From the first step to the end; straight on once time is up. Tells the tally of it."""
        self.tally.note(self.tally.walks, "begun")
        try:
            self._walk(is_time_up)
        except GaveUp as given_up:
            self.tally.found("walks that never ended", f"{given_up} did not answer")
            self.tally.ended("given up")
        except Broken:
            self.tally.ended("broken")

    def _walk(self, is_time_up: Callable[[], bool]) -> None:
        self.page = self.browser.opens(ENTRY)
        for number in range(PAGES):
            if self.page.end:
                return self._ends()
            self.task_id = self.page.task_id or self.task_id
            self.entry()  # Before anything is done here that hides what was answered.
            self._waited = self._waited + 1 if self.page.unsettled else 0
            is_dawdling = number < MOVES and not is_time_up()
            if self.page.unsettled:
                self._waits()
            elif self.page.status == 404 and self.may_have_no_session:
                return self.tally.ended("without the session that an unanswered log-in has ended")
            elif not self.page.is_step:
                told = f"{self.page.url}: {self.page.status} {self.page.heading!r}"
                self.tally.found("pages nobody expected", told)
                return self.tally.ended("broken")
            elif not (is_dawdling and self.dawdles()):
                self._goes_on()
        self.tally.found("walks that never ended", f"task {self.task_id} is at {self.page.url}")
        return self.tally.ended("given up")

    def _goes_on(self) -> None:
        """Answer this page, in one of the ways that must come to the same."""
        step = self.page.step
        if step == "receipt":
            self._compares()
        if step in ("open-account", "pay"):
            self._commits()
        elif step == "deposit":
            self._pays_a_deposit()
        elif step == "receipt":
            self.sends({}, at_once=self.luck.choice([1, 1, COPIES]))
        elif self.page.is_first or self.luck.random() < 0.7:
            self.answers(self.luck.choice([1, 1, 1, 1, 2, COPIES]))
        else:
            self._answers_in_two_tabs()

    def _answers_in_two_tabs(self) -> None:
        """One form, two answers, at once: one is accepted, and the other told so."""
        self.tally.note(self.tally.moves, "other answers in two tabs")
        page, entry, both = self.page, self.entry(), [self.new_answer(), self.new_answer()]
        posts = [partial(self.posts, page, each) for each in both]
        answers = self.all_at_once(posts)
        accepted = [data for data, each in zip(both, answers, strict=True) if is_accepted(each)]
        if len(accepted) != 1:
            told = f"{len(accepted)} of {page.url}: {[each.location for each in answers]}"
            self.tally.found("forms of which not exactly one was accepted", told)
        for data in accepted[:1]:
            self.remembers(page, entry, data)
        self.opens(urljoin(page.url, answers[0].location))

    def _commits(self) -> None:
        """A step with an effect: it may be declined, sent eight times, and its process may die."""
        ways = [*["ok"] * 14, "dies-before", "dies-after"]
        ways += ["declined"] * 4 if self.page.step == "pay" else []
        how = self.luck.choice(ways)
        if how.startswith("dies"):
            self.tally.note(self.tally.mischief, f"commit steps told to die ({how})")
        self.sends({"answer": how}, at_once=self.luck.choice([1, 1, COPIES]))

    def _pays_a_deposit(self) -> None:
        """Another site takes over, answers this one or not, and sends the visitor back."""
        page = self.page
        answer = self.posts(page, {"answer": "ok"})
        if "/bank/" not in answer.location:
            return self.shows(page, answer)
        how = self.luck.choice([{"pays": "1"}, {"pays": "1", "calls": "1"}, {"declined": "1"}])
        self.tally.note(self.tally.moves, f"at the bank: {' and '.join(how)}")
        if self.luck.random() < 0.1:
            return self._cancels_while_outside(page, answer.location, how)
        self.browser.asks("GET", answer.location)
        self.browser.posts(answer.location, how)
        return self.opens(page.url)

    def _cancels_while_outside(self, page: Page, bank: str, how: Fields) -> None:
        """What the bank takes nevertheless is given back, however often it has to call."""
        self.shows(page, self.posts(page, {"_cancel": "1"}))
        if self.page.end != "cancelled":
            return  # Who has logged in since the form was opened must press the button once more.
        until = time.monotonic() + UNKNOWN_FOR
        while time.monotonic() < until:
            self.browser.posts(bank, {**how, "calls": "1"})
            lines = outside.things_done(self.task_id)
            if effects.count_of("deposit", lines) == effects.count_of("refund", lines):
                return
            time.sleep(self.luck.uniform(0.2, 0.6))
        self.tally.found("deposits that were not given back", f"task {self.task_id}: {lines}")

    def _waits(self) -> None:
        """A commit step is under way, or nobody knows what came of it: ask, send again, look."""
        page = self.page
        self.tally.note(self.tally.moves, f"waits ({page.unsettled})")
        time.sleep(self.luck.uniform(0.1, 0.6))
        if page.unsettled == "running" or self.luck.random() < 0.2:
            return self.opens(page.url)
        # The way to the bank may have been lost with the connection, or with a process.
        is_forsaken = page.step == "deposit" and self._waited > WAITS
        wanted = "_cancel" if is_forsaken else "_settle"
        return self.shows(page, self.posts(page, {wanted: "1"}))

    def _ends(self) -> None:
        """The page of the end is there, and stays: whatever is opened or sent of this walk."""
        end = self.page
        if self.stale and self.luck.random() < 0.3:
            url, hidden = self.luck.choice(self.stale)
            again = [self.browser.opens(url)]
            token = self.browser.cookies.get("csrftoken", "")
            data = {**hidden, "csrfmiddlewaretoken": token, "answer": "late"}
            answer = self.browser.posts(url, data)
            again.append(self.browser.opens(urljoin(url, answer.location)))
            if any(each.end != end.end for each in again):
                self.tally.found("pages nobody expected", f"after the end: {again[-1].url}")
        self.tally.ended(end.end, self.task_id)

    def _compares(self) -> None:
        """The last step sees what was accepted, and the keys of what was done outside."""
        seen, given = self.page.seen, self.path.state()
        keys = {name: seen.pop(name, "") for name in ("account", "deposit", "payment")}
        lines = outside.things_done(self.task_id)
        if seen != given:
            told = f"task {self.task_id}: given {given}, seen {seen}"
            self.tally.found("answers that were lost", told)
        if any(f"{what} {key}" not in lines for what, key in keys.items()):
            self.tally.found("answers that were lost", f"task {self.task_id}: {keys}, {lines}")
