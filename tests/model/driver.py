"""Sends what the random visitors do, and sees to it that the answers are what the model says."""

from collections.abc import Callable
from copy import deepcopy
from functools import partial
from os import environ
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client

from cmsflows.engine.task import Task
from cmsflows.statestore.loading import default_store
from cmsflows.statestore.records import from_record
from tests.model.browser import Browser
from tests.model.comparing import compare_page, compare_step, compare_task, compare_ways_on
from tests.model.flow import Killed, World
from tests.model.reference import Reference
from tests.model.run import Run
from tests.model.shown import Address, Shown
from tests.model.steps import FIRST, STEPS, is_wrong
from tests.model.values import OUT_OF_DATE, Answers, Intent, Page, Reply, State
from tests.shop import effects

BEGINNING = "/model/shop/"

LINES = {"join": "account", "pay": "paid"}
"""What the effects of the steps are called in their ledger."""

Records = dict[str, tuple[Any, int] | None]
"""Records and their versions, by the ids of tasks. `Any`: JSON."""


class Driver:
    """One browser, what its tabs show, and what the model knows of its runs."""

    def __init__(self, users: dict[str, str]) -> None:
        """`users`: their primary keys, as text, by name."""
        World.begin()
        Path(environ[effects.LEDGER]).write_text("")
        self.users = users
        self.client = Client()
        self.browser = Browser()
        self.shown: list[Shown] = []
        self.runs: list[Reference] = []
        self._ids: dict[int, str] = {}
        self._begun: dict[tuple[int, str], Reference] = {}
        """By the cookie and the nonce of the first form."""
        self._keys: dict[Intent, str] = {}
        self._done: list[Intent] = []

    # Looking.

    def opens_beginning(self, url: str = BEGINNING) -> None:
        self.browser.sees_beginning()
        response = self._get(url)
        page = Page("step", FIRST.name, notice=Address(url).notice)
        self._is_shown(page, response, url, None)

    def opens(self, run: Reference, url: str) -> None:
        """Open a page of a run."""
        address = Address(url)
        page = self._closed(run) or run.look(address.step, address.at, address.notice)
        url, response = self._follow(url, self._get(url))
        self._is_shown(page, response, url, run)

    # Posting.

    def posts(self, shown: Shown, answers: Answers) -> None:
        """Send the form of a page with these answers."""
        typed = {STEPS[answers.step].field: answers.text}
        data = {**shown.hidden, **({"_exit": answers.exit} if answers.exit else typed)}
        run, number, is_again = shown.run, shown.page.number, shown.page.is_again
        if run is None:
            self._posts_first_form(shown, answers, data)
        else:
            self.exchanges(run, partial(run.post, number, is_again, answers), shown.action, data)

    def exchanges(
        self, run: Reference, move: Callable[[], Reply], url: str, data: dict[str, str]
    ) -> None:
        """A form is sent to a run; what comes of it must be what the model's move says."""
        before, records, closed = deepcopy(run), self.records(), self._closed(run)
        reply = Reply(closed, is_redirect=False) if closed else move()
        response = self._send(url, data)
        now = self.records()
        if run != before:  # then only its own record may differ
            now[self._ids[run.name]] = records[self._ids[run.name]]
        assert now == records
        self._has_run(before, run, reply)
        self._is_answered(reply, response, url, run)

    def _posts_first_form(self, shown: Shown, answers: Answers, data: dict[str, str]) -> None:
        is_accepted = self.browser.holds_cookie
        run = self._begun.get((self.browser.cookie, shown.hidden["_start"]))
        wrong = is_wrong(FIRST, answers.text, is_sold_out=World.is_sold_out)
        if answers.step != FIRST.name and not is_accepted:
            response = self._send(shown.action, data)
            assert response is not None
            assert response.status_code == 404
        elif answers.step != FIRST.name:
            self._begins_anew(Page("step", FIRST.name, notice=OUT_OF_DATE), shown, data)
        elif run and is_accepted:
            self.exchanges(run, partial(run.post, 0, False, answers), shown.action, data)
        elif answers.exit and is_accepted:
            self._begins_anew(Page("step", FIRST.name), shown, data)
        elif is_accepted and not wrong:
            self._begins(shown, answers, data)
        else:
            texts = frozenset({answers.text})
            page = Page("step", FIRST.name, texts=texts, has_errors=wrong)
            self._begins_anew(page, shown, data, is_redirect=False)

    def _begins_anew(
        self, page: Page, shown: Shown, data: dict[str, str], *, is_redirect: bool = True
    ) -> None:
        """A first form that begins nothing is answered by a first form."""
        response = self._send(shown.action, data)
        self.browser.sees_beginning()
        self._is_answered(Reply(page, is_redirect), response, shown.action, None)

    def _begins(self, shown: Shown, answers: Answers, data: dict[str, str]) -> None:
        run = Reference(len(self.runs), World.is_sold_out, World.is_silent)
        reply = run.post(0, False, answers)
        response = self._send(shown.action, data)
        if response is not None:
            self._ids[run.name] = response.url.partition("_id=")[2][:32]
            self._begun[self.browser.cookie, shown.hidden["_start"]] = run
            self.runs.append(run)
            self.browser.begins(run)
        self._has_run(run, run, reply)
        self._is_answered(reply, response, shown.action, run)

    # What is stored, and what was done.

    def records(self) -> Records:
        found = {task_id: default_store().load(task_id) for task_id in self._ids.values()}
        return {
            task_id: (stored.record, stored.version) if stored else None
            for task_id, stored in found.items()
        }

    def task(self, run: Run) -> tuple[Task, int] | None:
        """A run's task and the version of its record; None where it is gone."""
        stored = default_store().load(self._ids[run.name])
        return (from_record(stored.record), stored.version) if stored else None

    def url(self, run: Run, path: str) -> str:
        return f"{path}?_id={self._ids[run.name]}"

    def compare_records(self) -> None:
        for run in self.runs:
            found, owned = self.task(run), self.browser.owned[run.name]
            assert (found is None) == owned.is_gone
            if found:
                compare_task(found[0], run, self._real(run.state()))
                assert found[0].owner == self.users.get(owned.user, "")

    def compare_effects(self) -> None:
        """Each was had once, and no other was."""
        assert len(set(self._done)) == len(self._done)
        lines = [f"{LINES[each.step]} {self._keys[each]}" for each in self._done]
        assert effects.effects() == lines

    def _has_run(self, before: Run, run: Run, reply: Reply) -> None:
        """Were the steps run that had to be, and did they find what they had to?"""
        seen, World.seen = World.seen, []
        for each in seen:
            if each.key:
                self._learns(before.intent(STEPS[each.step]), each.key)
        expected = [(step, self._real(state)) for step, state in reply.ran]
        assert [(each.step, each.state) for each in seen] == expected
        known = sum(intent.run == run.name for intent in self._done)
        self._done += run.done[known:]

    def _learns(self, intent: Intent, key: str) -> None:
        """One intent has one key, and no other has it."""
        others = {each: it for each, it in self._keys.items() if each != intent}
        assert self._keys.setdefault(intent, key) == key
        assert key not in others.values()

    def _real(self, state: State) -> dict[str, str]:
        """The state as actions see it, with the keys of effects."""
        return {
            name: self._keys[value] if isinstance(value, Intent) else value
            for name, value in state.items()
        }

    # Requests.

    def _closed(self, run: Run) -> Page | None:
        """What is shown of a run that cannot be opened; none where it can."""
        owned = self.browser.owned[run.name]
        if owned.is_gone and owned.session == self.browser.session:
            return Page("expired")
        return None if self.browser.is_mine(run) and not owned.is_gone else Page("missing")

    def _get(self, url: str) -> HttpResponse:
        """Looking changes nothing."""
        before = self.records()
        response = self.client.get(url)
        assert self.records() == before
        return response

    def _send(self, url: str, data: dict[str, str]) -> HttpResponse | None:
        """None where the step failed, or the process was killed."""
        try:
            return self.client.post(url, data)
        except (OSError, RuntimeError, Killed):
            return None

    def _follow(self, url: str, response: HttpResponse) -> tuple[str, HttpResponse]:
        for _number in range(5):
            if response.status_code not in (302, 303):
                break
            url = response.url
            response = self._get(url)
        return url, response

    def _is_answered(
        self, reply: Reply, response: HttpResponse | None, url: str, run: Reference | None
    ) -> None:
        if response is None or reply.page.kind == "failed":
            assert (response, reply.page.kind) == (None, "failed")
            return
        if reply.is_redirect:
            assert response.status_code == 303
            url, response = self._follow(url, response)
        self._is_shown(reply.page, response, url, run)

    def _is_shown(
        self, page: Page, response: HttpResponse, url: str, run: Reference | None
    ) -> None:
        """The page must be this; from now on some tab shows it."""
        compare_page(page, response)
        shown = Shown.read(response, url, page, run)
        if page.kind == "step":
            compare_step(page, response, self._real(page.state))
        if page.kind == "step" and run:
            compare_ways_on(shown, run)
        if page.kind != "missing":
            self.shown.append(shown)
