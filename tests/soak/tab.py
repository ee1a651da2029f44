"""A tab of a soak's visitor: shows a page, sends its form, and remembers what was accepted.

That a form was accepted is told by where it leads: on, without a word.
"""

import random
import time
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from itertools import count
from urllib.parse import urljoin

from tests.soak.browser import Answer, Browser, Fields, GaveUp
from tests.soak.page import Page
from tests.soak.path import Entry, Path
from tests.soak.tally import Tally

ENTRY = "/soak/shopping/"

ROUNDS = 3
"""How often a visitor goes round the loop, at the most."""

UNKNOWN_FOR = 30
"""Seconds in which it must be known what came of a commit step."""


class Tab:
    """What one walk is made of. `threads` send more than one form at once."""

    def __init__(self, browser: Browser, threads: Executor, luck: random.Random) -> None:
        self.browser = browser
        self.threads = threads
        self.luck = luck
        self.tally: Tally = browser.tally
        self.path = Path()
        self.page = Page(ENTRY, 0, "")
        self.stale: list[tuple[str, Fields]] = []
        """Forms that were shown when their step was reached, and are done with."""
        self.is_from_before_log_in = False
        """Has the visitor logged in elsewhere since this page was opened?"""
        self._entries: dict[str, Entry] = {}
        """By the token of the page that goes back to it."""
        self._numbers = count(1)

    def answers(self, copies: int) -> None:
        page, entry, data = self.page, self.entry(), self.new_answer()
        if is_accepted(self.sends(data, at_once=copies)):
            self.remembers(page, entry, data)

    def entry(self) -> Entry | None:
        """What was answered at the visit that this page goes back to; None for a new one.

        A page that goes back shows the answer, and keeps its token when it shows something else.
        """
        found = self.path.find(self.page.step, self.page.value)
        if found is not None and self.page.token:
            self._entries[self.page.token] = found
        return self._entries.get(self.page.token)

    def remembers(self, page: Page, entry: Entry | None, data: Fields) -> None:
        if entry is None:
            self.path.add(page.step, data)
        else:
            self.path.change(entry, page.step, data)

    def new_answer(self) -> Fields:
        """Another one each time, so that it tells where it came from."""
        data = {"answer": f"{self.page.step}-{next(self._numbers)}"}
        is_for_more = self.page.step == "amount" and self.path.rounds() < ROUNDS
        return {**data, "more": "on"} if is_for_more and self.luck.random() < 0.4 else data

    def sends(self, data: Fields, *, at_once: int = 1) -> Answer:
        """Send this page's form, maybe more than once at once, and follow where it leads.

        Where one is accepted, all must lead to the same page; of a commit step, once it is known
        what came of it.
        """
        page, entry = self.page, self.entry()
        if self.is_from_before_log_in:
            at_once = 1  # Each copy would be shown again, and a browser shows but one of them.
        if at_once > 1:
            self.tally.note(self.tally.moves, f"{at_once} copies at once")
        answers = self.all_at_once([partial(self._posts_until_known, page, data)] * at_once)
        answer = next((each for each in answers if is_accepted(each)), answers[0])
        places = {each.location or str(each.status) for each in answers}
        if is_accepted(answer) and len(places) > 1:
            self.tally.found("copies of a form that led elsewhere", f"{page.url}: {sorted(places)}")
        if is_accepted(answer) and not page.is_first and entry is None:
            self.stale = [*self.stale[-9:], (page.form_url, page.hidden)]
        self.shows(page, answer)
        return answer

    def _posts_until_known(self, page: Page, data: Fields) -> Answer:
        """Send the same form again for as long as what came of it is not known."""
        until = time.monotonic() + UNKNOWN_FOR
        while time.monotonic() < until:
            answer = self.posts(page, data)
            if not Page(page.url, answer.status, answer.html).unsettled:
                return answer
            time.sleep(random.uniform(0.1, 0.5))
        raise GaveUp(page.url)

    def posts(self, page: Page, data: Fields) -> Answer:
        """Send a form; once more, where it was opened before logging in."""
        answer = self.browser.posts(page.form_url, {**page.hidden, **data})
        again = Page(page.url, answer.status, answer.html)
        if not (answer.is_untrusted and again.is_step):
            return answer
        self.tally.note(self.tally.moves, "sent once more after logging in")
        if again.value != data.get("answer", again.value):
            told = f"{page.url} was sent {data}, and shown again with {again.value!r}"
            self.tally.found("answers that were lost", told)
        return self.browser.posts(again.form_url, {**again.hidden, **data})

    def all_at_once(self, posts: list[Callable[[], Answer]]) -> list[Answer]:
        if len(posts) == 1:
            return [posts[0]()]
        return [each.result() for each in [self.threads.submit(post) for post in posts]]

    def shows(self, page: Page, answer: Answer) -> None:
        if answer.location:
            self.opens(urljoin(page.url, answer.location))
        else:
            self.page = Page(urljoin(page.url, page.form_url), answer.status, answer.html)
            self.is_from_before_log_in = False

    def opens(self, url: str) -> None:
        self.page = self.browser.opens(url)
        self.is_from_before_log_in = False


def is_accepted(answer: Answer) -> bool:
    """Did the form lead on, without a word about why it was not taken?"""
    return answer.status == 303 and "_note=" not in answer.location
