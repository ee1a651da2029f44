"""What visitors of the soak do beside walking on, and what must come of it."""

from urllib.parse import urljoin

from tests.soak.page import Page
from tests.soak.tab import Tab, is_accepted

COPIES = 8
"""How many of the same form are sent at once."""

UNTAKEN = "1.00000000000000000000000000000000"
"""A ledger token that no visit has."""


class Dawdler(Tab):
    """Each move answers whether it could be done on this page."""

    is_logged_in = False
    may_have_no_session = False
    """Was the answer to logging in lost, and with it the cookie of the session that came of it?"""

    def dawdles(self) -> bool:
        """Do something else than going on, by chance; answer whether anything was done."""
        move = self.luck.choices(
            [
                lambda: False,
                self._reloads,
                self._goes_back,
                self._sends_nothing,
                self._sends_a_stale_form,
                self._sends_a_forged_form,
                self._takes_an_alternative,
                self._logs_in,
                self._cancels,
            ],
            weights=[55, 8, 16, 5, 6, 2, 10, 3, 1],
        )[0]
        is_done = move()
        if is_done:
            name = getattr(move, "__name__", "")
            self.tally.note(self.tally.moves, name.strip("_").replace("_", " "))
        return is_done

    def _reloads(self) -> bool:
        """A page that is only looked at stays as it is."""
        if self.page.is_first:
            return False
        before = self.page
        self.opens(before.url)
        if (self.page.step, self.page.token) != (before.step, before.token):
            told = f"{before.url} became {self.page.url}"
            self.tally.found("reloads that changed the page's token", told)
        return True

    def _goes_back(self) -> bool:
        """Some pages back, to look, to say the same again, or to change the answer."""
        current = self.page
        for _ in range(self.luck.choice([1, 1, 2, 3, 4])):
            link = self.page.links().get("Back")
            if link is None:
                break
            self.opens(urljoin(self.page.url, link))
        if self.page is current:
            return False
        entry = self.entry()
        if entry is None:
            told = f"{self.page.url} shows {self.page.value!r}, not one of {self.path.entries}"
            self.tally.found("answers that were lost", told)
        if entry is None or self.luck.random() < 0.2:
            self.opens(current.url)
        elif self.luck.random() < 0.4:
            self.sends(entry.data, at_once=self.luck.choice([1, COPIES]))
        else:
            self.answers(self.luck.choice([1, 1, COPIES]))
        return True

    def _sends_nothing(self) -> bool:
        """What is wrong is said on the same page, and nothing is kept."""
        if self.page.step == "receipt":
            return False
        self.entry()
        token = self.page.token
        self.sends({"answer": ""})
        if not self.page.is_first and self.page.token != token:
            told = f"{self.page.url} after errors"
            self.tally.found("reloads that changed the page's token", told)
        return True

    def _sends_a_stale_form(self) -> bool:
        if not self.stale:
            return False
        url, hidden = self.luck.choice(self.stale)
        # Logging in has made another token against forgery, which is not what is tried here.
        token = self.page.hidden["csrfmiddlewaretoken"]
        data = {**hidden, "csrfmiddlewaretoken": token, **self.new_answer()}
        answer = self.browser.posts(url, data)
        if is_accepted(answer):
            self.tally.found("stale forms that were accepted", f"{url} led to {answer.location}")
        self.opens(self.page.url)
        return True

    def _sends_a_forged_form(self) -> bool:
        if self.page.is_first:
            return False
        answer = self.posts(self.page, {**self.new_answer(), "_pos": UNTAKEN})
        if is_accepted(answer):
            self.tally.found("stale forms that were accepted", f"forged: {self.page.url}")
        self.posts(self.page, {**self.new_answer(), "_pos": "nonsense"})
        return True

    def _takes_an_alternative(self) -> bool:
        links = self.page.links()
        others = [links[name] for name in ("Email", "Phone", "Letter") if name in links]
        if not others:
            return False
        self.opens(urljoin(self.page.url, self.luck.choice(others)))
        return True

    def _logs_in(self) -> bool:
        """In another tab: the form of this one was opened before, and is sent after."""
        if self.is_logged_in:
            return False
        form = Page("/log-in/", 200, self.browser.asks("GET", "/log-in/").html)
        name = f"visitor-{self.luck.randrange(100)}"
        answer = self.browser.posts(form.url, {**form.hidden, "name": name})
        self.is_logged_in = self.is_from_before_log_in = answer.status == 302
        self.may_have_no_session = answer.tries > 1
        return True

    def _cancels(self) -> bool:
        if self.page.is_first:
            return False
        self.sends({"_cancel": "1"})
        return True
