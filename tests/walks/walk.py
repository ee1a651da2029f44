"""One walk: somebody buys something, more or less, and does all that people do on the way."""

import random
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.walks.browser import Browser, Page
from tests.walks.document import Button, Form
from tests.walks.filling import Person

STEPS = 45
"""After so many requests somebody gives up."""

ENDS = ("Thank you", "Your order")
HAS_ERRORS = 'class="flow-errors"'
CANCELLED = re.compile(r"cancelled|stopped", re.IGNORECASE)


@dataclass
class Walk:
    """Made for one seed; `counted` tells what was done."""

    seed: int
    origin: str
    mails: Path
    counted: Counter[str] = field(default_factory=Counter)
    tasks: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.luck = random.Random(self.seed)
        self.browser = Browser(self.origin)
        self.person = Person(
            name=f"Visitor {self.seed}",
            email=f"visitor{self.seed}@example.com",
            luck=self.luck,
            mails=self.mails,
        )
        self.tabs: list[Page] = []
        """Pages that were seen, oldest first: other tabs, or what the back button brings."""

    def goes(self) -> None:
        page = self._sees(self.browser.opens(f"{self.origin}/checkout/"))
        for _ in range(STEPS):
            if self._is_at_the_end(page):
                return
            page = self._sees(self._does_something(page))
        self.counted["gave up"] += 1

    def _is_at_the_end(self, page: Page) -> bool:
        heading = page.document.heading
        if page.status == 200 and heading.startswith(ENDS):
            self.counted["finished"] += 1
            return True
        if page.status in (200, 410) and CANCELLED.search(heading):
            self.counted["ended otherwise"] += 1
            return True
        return False

    def _sees(self, page: Page) -> Page:
        self.tasks.update(parse_qs(urlsplit(page.url).query).get("_id", []))
        self.tabs.append(page)
        heading = page.document.heading
        if HAS_ERRORS in page.html:
            self.counted["an error was shown"] += 1
        if heading in ("Not finished yet", "We are not sure yet"):
            self.counted[heading.lower()] += 1
        return page

    def _does_something(self, page: Page) -> Page:
        if HAS_ERRORS in page.html and self.luck.random() < 0.5:
            return self._follows_a_link(page)
        if self._is_at_the_bank(page) and self.luck.random() < 0.1:
            return self._leaves_the_bank(page)
        ways = {
            self._sends: 74,
            self._follows_a_link: 7,
            self._goes_back: 6,
            self._sends_twice: 4,
            self._looks_again: 3,
            self._opens_a_tab: 2,
            self._logs_in_elsewhere: 2,
            self._leaves_the_bank: 2,
        }
        way = self.luck.choices(list(ways), list(ways.values()))[0]
        return way(page)

    def _sends(self, page: Page) -> Page:
        """The form of the page, by one of its buttons."""
        form = self._form_of(page)
        if form is None:
            return self._finds_a_way(page)
        return self.browser.sends(form, self.person.fills(form), self._button_of(form))

    def _form_of(self, page: Page) -> Form | None:
        """Mostly the first; the one that cancels now and then."""
        forms = [form for form in page.document.forms if form.buttons]
        forms = [form for form in forms if "wagtail" not in form.action]
        cancelling = [form for form in forms if form.cancels]
        others = [form for form in forms if not form.cancels]
        if cancelling and self.luck.random() < (0.01 if others else 0.05):
            self.counted["cancelled"] += 1
            return cancelling[0]
        return others[0] if others else None

    def _button_of(self, form: Form) -> Button | None:
        first, *rest = form.buttons
        if rest and self.luck.random() < 0.2:
            chosen = self.luck.choice(rest)
            self.counted[f"pressed {chosen.name} {chosen.value}".strip()] += 1
            return chosen
        return first

    def _finds_a_way(self, page: Page) -> Page:
        """A page to choose from, or one that leads nowhere."""
        if page.status == 200 and (links := self._links(page)):
            return self.browser.opens(self.luck.choice(links))
        self.counted["began anew"] += 1
        return self.browser.opens(f"{self.origin}/checkout/")

    def _follows_a_link(self, page: Page) -> Page:
        links = self._links(page)
        if not links:
            return self._sends(page)
        self.counted["followed a link"] += 1
        return self.browser.opens(self.luck.choice(links))

    def _links(self, page: Page) -> list[str]:
        """Within the flow, and back from the bank; not the shop's own menu."""
        found = [
            url
            for words, url in page.document.links
            if url.startswith(self.origin)
            and words not in ("Checkout", "Skip to the content", "Keep your answers longer")
            and ("/checkout/" in url or "/payments/return/" in url)
            and "stay" not in url
        ]
        return list(dict.fromkeys(found))

    def _goes_back(self, page: Page) -> Page:
        """The back button shows an old page as it was, and its form is sent from there."""
        self.counted["went back"] += 1
        return self._sends(self.luck.choice(self.tabs[-8:]))

    def _sends_twice(self, page: Page) -> Page:
        """A double click, or the same form in two tabs: at once, as two requests."""
        form = self._form_of(page)
        if form is None:
            return self._finds_a_way(page)
        self.counted["clicked twice"] += 1
        data, button = self.person.fills(form), self._button_of(form)
        pages: list[Page] = []

        def send() -> None:
            pages.append(self.browser.sends(form, data, button))

        other = threading.Thread(target=send)
        other.start()
        page = self.browser.sends(form, data, button)
        other.join()
        for each in pages:
            self._sees(each)
        return page if len(pages) == 1 else self.browser.opens(page.url)

    def _looks_again(self, page: Page) -> Page:
        self.counted["looked again"] += 1
        return self.browser.opens(page.url)

    def _opens_a_tab(self, page: Page) -> Page:
        """Another purchase by the side; the first is gone on with by the back button."""
        self.counted["opened a tab"] += 1
        return self.browser.opens(f"{self.origin}/checkout/")

    def _logs_in_elsewhere(self, page: Page) -> Page:
        """As staff, whose session then is this browser's, too; or out again."""
        self.counted["logged in elsewhere"] += 1
        log_in = self.browser.opens(f"{self.origin}/admin/login/")
        form = next(iter(log_in.document.forms), None)
        if form and "username" in form.names:
            known = {"username": "marketing", "password": "marketing"}
            self.browser.sends(form, {**form.sent_as_it_is(), **known})
        return self.browser.opens(page.url)

    @staticmethod
    def _is_at_the_bank(page: Page) -> bool:
        return "/standin/" in page.url

    def _leaves_the_bank(self, page: Page) -> Page:
        """To the last page of the shop, without a word."""
        if not self._is_at_the_bank(page):
            return self._sends(page)
        self.counted["left the bank"] += 1
        earlier = [each.url for each in self.tabs if "/checkout/" in each.url]
        return self.browser.opens(earlier[-1])
