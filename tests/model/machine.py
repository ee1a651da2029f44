"""Random visitors, who do whatever browsers let them; see `driver` for how it is judged."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import partial
from time import time
from typing import ClassVar

from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cmsflows.statestore.loading import default_store
from cmsflows.statestore.records import to_record
from tests.model.driver import Driver
from tests.model.flow import World
from tests.model.reference import Reference
from tests.model.shown import Address, Shown, path_of
from tests.model.steps import ORDER, STEPS
from tests.model.values import Answers

IDLE_TIMEOUT = 20 * 60

PLACES = st.just(0) | st.integers(0, 40)
"""Which page or run, counted from the newest."""

STEP_NAMES = st.sampled_from([each.name for each in ORDER])
TEXTS = st.sampled_from(["a", "b", "plain", "rare"])
ANY_TEXTS = st.sampled_from(["a", "b", "plain", "rare", "", "fault"])
CARDS = st.sampled_from(["a", "b", "declined", "lost", "crash", "killed before", "killed"])

BACK, LEAVE, JOIN, CRASH = "go back", "leave", "join", "crash"
WALKS = st.lists(
    st.sampled_from(["a", "a", "b", "plain", "rare", BACK, LEAVE, JOIN, CRASH]),
    min_size=1,
    max_size=9,
)
"""What a visitor does on the newest page, and on the ones it leads to."""

TROUBLE_EVERY = 15
"""So many pages are seen between what ends a run or a session, else no walk would get far."""


def has(is_fit: Callable[[Shown], object]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Only when some tab shows such a page."""
    return precondition(lambda visits: any(map(is_fit, visits.driver.shown)))


def when_trouble_is_due(move: Callable[..., None]) -> Callable[..., None]:
    return precondition(
        lambda visits: len(visits.driver.shown) > TROUBLE_EVERY * (visits.troubles + 1)
    )(move)


class Visits(RuleBasedStateMachine):
    """One browser with any number of tabs and runs, and thieves with others."""

    users: ClassVar[dict[str, str]] = {}
    """Their primary keys, as text, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.driver = Driver(self.users)
        self.thieves = [Client()]
        self.troubles = 0

    # Looking.

    @initialize(walk=WALKS)
    def comes(self, walk: list[str]) -> None:
        self.begins_another(walk)

    @precondition(lambda self: len(self.driver.runs) < 3)
    @rule(walk=WALKS)
    def begins_another(self, walk: list[str]) -> None:
        self.driver.opens_beginning()
        self._walks(walk)

    @precondition(lambda self: self.driver.runs)
    @rule(place=PLACES, walk=WALKS)
    def goes_on(self, place: int, walk: list[str]) -> None:
        """From where a run stands."""
        run = self._run(place)
        self.driver.opens(run, self.driver.url(run, path_of("")))
        self._walks(walk)

    @precondition(lambda self: self.driver.runs)
    @rule(place=PLACES, step=STEP_NAMES)
    def opens_url(self, place: int, step: str) -> None:
        run = self._run(place)
        self.driver.opens(run, self.driver.url(run, path_of(step)))

    @rule(place=PLACES)
    def reloads(self, place: int) -> None:
        shown = self._page(place)
        if shown.run and shown.is_of_a_run:
            self.driver.opens(shown.run, shown.url)
        else:
            self.driver.opens_beginning(shown.url)

    @has(lambda shown: shown.back)
    @rule(place=PLACES, walk=WALKS)
    def goes_back(self, place: int, walk: list[str]) -> None:
        self._goes_back(self._page(place, lambda shown: shown.back))
        self._walks(walk)

    # Posting.

    @has(lambda shown: shown.is_step)
    @rule(place=PLACES, text=ANY_TEXTS)
    def posts(self, place: int, text: str) -> None:
        """Any page, of any tab, of any age."""
        shown = self._page(place, lambda shown: shown.is_step)
        self.driver.posts(shown, Answers(shown.page.step, text))

    @has(lambda shown: shown.commits)
    @rule(place=PLACES, card=CARDS)
    def pays(self, place: int, card: str) -> None:
        shown = self._page(place, lambda shown: shown.commits)
        self.driver.posts(shown, Answers(shown.page.step, card))

    @has(lambda shown: shown.exit)
    @rule(place=PLACES)
    def leaves(self, place: int) -> None:
        shown = self._page(place, lambda shown: shown.exit)
        self.driver.posts(shown, Answers(shown.page.step, exit=shown.exit))

    @has(lambda shown: shown.is_step)
    @rule(place=PLACES)
    def leaves_by_an_exit_there_is_not(self, place: int) -> None:
        shown = self._page(place, lambda shown: shown.is_step)
        self.driver.posts(shown, Answers(shown.page.step, exit="window"))

    @has(lambda shown: shown.is_step)
    @rule(place=PLACES, step=STEP_NAMES, text=TEXTS)
    def posts_elsewhere(self, place: int, step: str, text: str) -> None:
        """B29, B30: a form is sent to the URL of another step."""
        shown = self._page(place, lambda shown: shown.is_step)
        there = replace(shown, action=Address(shown.action).of(step))
        self.driver.posts(there, Answers(step, text))

    @precondition(lambda self: len(self.driver.runs) > 1)
    @has(lambda shown: shown.is_step and shown.run)
    @rule(place=PLACES, other=PLACES)
    def posts_the_token_of_another_run(self, place: int, other: int) -> None:
        mine, its = (
            self._page(each, lambda shown: shown.is_step and shown.run) for each in (place, other)
        )
        if mine.run is not its.run:
            hidden = {**mine.hidden, "_pos": its.hidden["_pos"]}
            forged = replace(mine, hidden=hidden, page=replace(mine.page, number=-1))
            self.driver.posts(forged, Answers(mine.page.step, "a"))

    @has(lambda shown: shown.can_ask)
    @rule(place=PLACES)
    def asks(self, place: int) -> None:
        """What came of it, a visitor wants to know."""
        shown = self._page(place, lambda shown: shown.can_ask)
        if shown.run:
            move = partial(shown.run.ask, shown.page.number)
            self.driver.exchanges(shown.run, move, shown.action, {**shown.hidden, "_settle": "1"})

    @when_trouble_is_due
    @rule(place=PLACES)
    def cancels(self, place: int) -> None:
        self.troubles += 1
        shown = self._page(place)
        if shown.run and shown.has_form:
            data = {**shown.hidden, "_cancel": "1"}
            self.driver.exchanges(shown.run, shown.run.cancel, shown.action, data)

    # Who it is.

    @when_trouble_is_due
    @rule(user=st.sampled_from(["mary", "john"]))
    def logs_in(self, user: str) -> None:
        self.troubles += 1
        if user != self.driver.browser.user:
            self._is_robbed()
        self.driver.client.get(f"/log-in/{user}/")
        self.driver.browser.log_in(user)
        self.driver.browser.claim(self.driver.runs)

    @when_trouble_is_due
    @precondition(lambda self: self.driver.browser.user)
    @rule()
    def logs_out(self) -> None:
        self.troubles += 1
        self._is_robbed()
        self.driver.client.get("/log-out/")
        self.driver.browser.log_out()

    @has(lambda shown: shown.is_of_a_run)
    @rule(place=PLACES, thief=PLACES)
    def somebody_else_tries(self, place: int, thief: int) -> None:
        """B21, B23"""
        shown = self._page(place, lambda shown: shown.is_of_a_run)
        client = self.thieves[-1 - thief % len(self.thieves)]
        before = self.driver.records()

        answers = [client.get(shown.url), client.post(shown.url, shown.hidden)]

        assert [each.status_code for each in answers] == [404, 404]
        assert self.driver.records() == before

    # The world.

    @when_trouble_is_due
    @precondition(lambda self: self.driver.runs)
    @rule(place=PLACES)
    def idle_time_ends(self, place: int) -> None:
        """What is over, or not settled, is kept for longer."""
        self.troubles += 1
        run = self._run(place)
        found = self.driver.task(run)
        stored = default_store().load(found[0].id) if found else None
        if stored:
            is_kept = run.claim is not None or run.status != "running"
            assert (stored.expires_at - time() > IDLE_TIMEOUT) == is_kept
            self.driver.browser.owned[run.name].is_gone = not is_kept
            if not is_kept:
                default_store().touch(stored.record["id"], lifetime=0)

    @precondition(lambda self: any(map(_is_committing, self.driver.runs)))
    @rule()
    def leases_end(self) -> None:
        """So much time goes by that what was killed would have been done."""
        for run in filter(_is_committing, self.driver.runs):
            found = self.driver.task(run)
            if found and found[0].claim and run.claim:
                task, version = found
                over = replace(task, claim=replace(found[0].claim, until=time() - 1))
                record, lifetime = to_record(over), 2.0 * IDLE_TIMEOUT
                default_store().replace(task.id, record, version=version, lifetime=lifetime)
                run.claim = replace(run.claim, is_running=False)

    @rule()
    def stock_changes(self) -> None:
        World.is_sold_out = not World.is_sold_out
        for run in self.driver.runs:
            run.is_sold_out = World.is_sold_out

    @rule()
    def outside_falls_silent_or_speaks(self) -> None:
        World.is_silent = not World.is_silent
        for run in self.driver.runs:
            run.is_silent = World.is_silent

    # What must hold at any time.

    @invariant()
    def records_are_as_the_model_says(self) -> None:
        self.driver.compare_records()

    @invariant()
    def each_effect_is_had_once(self) -> None:
        self.driver.compare_effects()

    # How it is done.

    def _walks(self, walk: list[str]) -> None:
        for does in walk:
            shown = self.driver.shown[-1]
            if does == BACK and shown.back:
                self._goes_back(shown)
            elif does == LEAVE and shown.exit:
                self.driver.posts(shown, Answers(shown.page.step, exit=shown.exit))
            elif shown.is_step:
                self._fills_in(shown, does)

    def _fills_in(self, shown: Shown, does: str) -> None:
        """As a visitor does who wants to go on; or who takes the other way."""
        step = shown.page.step
        if does == JOIN and step == "guest":
            step = "join"
            shown = replace(shown, action=Address(shown.action).of(step))
        card = CRASH if does == CRASH else "a"
        self.driver.posts(shown, Answers(step, card if STEPS[step].commits else does))

    def _goes_back(self, shown: Shown) -> None:
        if shown.run:
            self.driver.opens(shown.run, shown.back)

    def _run(self, place: int) -> Reference:
        return self.driver.runs[-1 - place % len(self.driver.runs)]

    def _page(self, place: int, is_fit: Callable[[Shown], object] = bool) -> Shown:
        fit = [each for each in self.driver.shown if is_fit(each)]
        return fit[-1 - place % len(fit)]

    def _is_robbed(self) -> None:
        """Somebody has come by the cookies, shortly before the session changes."""
        thief = Client()
        thief.cookies = deepcopy(self.driver.client.cookies)
        self.thieves.append(thief)


def _is_committing(run: Reference) -> bool:
    return run.claim is not None and run.claim.is_running
