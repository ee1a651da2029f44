"""The soak holds against the site what must not happen: each finding is shown to be one."""

import pytest

from tests.soak import outside
from tests.soak.browser import Answer
from tests.soak.effects import audit, done_twice
from tests.soak.path import Path
from tests.soak.report import report
from tests.soak.tab import is_accepted
from tests.soak.tally import Tally


@pytest.fixture(autouse=True)
def _world_outside(tmp_path, monkeypatch):
    monkeypatch.setenv(outside.DIRECTORY, str(tmp_path))


@pytest.fixture
def tally():
    return Tally()


def told(tally):
    """What was found, by kind."""
    return {kind: samples for kind, samples in tally.samples.items() if samples}


def test_an_effect_done_twice_under_one_key_is_found(tally):
    outside.do("task", "payment", "a")
    outside.do("task", "payment", "a")

    audit(tally)

    assert told(tally) == {"effects done twice under one intent": ["payment a of task task"]}


def test_two_intents_are_two_effects():
    assert done_twice(["ordered a", "declined a", "ordered b", "died b", "died b"]) == []


def test_a_finished_walk_without_a_payment_is_found(tally):
    outside.do("paid", "payment", "a")
    tally.ended("finished", "paid")
    tally.ended("finished", "unpaid")

    audit(tally)

    assert told(tally) == {"finished walks without exactly one payment": ["task unpaid has 0"]}


def test_two_payments_are_not_exactly_one(tally):
    outside.do("task", "payment", "a")
    outside.do("task", "payment", "b")
    tally.ended("finished", "task")

    audit(tally)

    assert told(tally) == {"finished walks without exactly one payment": ["task task has 2"]}


def test_an_answer_of_500_is_found(tally):
    tally.answered(500, since=0.0, at="GET /there/")

    assert told(tally) == {"answers of 500": ["GET /there/"]}
    assert tally.statuses == {"500": 1}


def test_an_answer_of_503_is_found_unless_a_store_was_down(tally):
    tally.answered(503, since=0.0, at="GET /before/")
    with tally.outage():
        tally.answered(503, since=0.0, at="GET /meanwhile/")

    assert told(tally) == {"answers of 503 while nothing was down": ["GET /before/"]}
    assert tally.statuses == {"503": 1, "503 while a store was down": 1}


def test_what_was_found_is_counted_and_told(tally):
    for number in range(7):
        tally.found("answers that were lost", f"number {number}")

    text = report("Redis", tally, seconds=1, memory=("little", "more"))

    assert "       7  answers that were lost" in text
    assert "answers that were lost: number 4" in text
    assert "answers that were lost: number 5" not in text


def test_something_is_done_outside_unless_it_was_done():
    done = [
        outside.do_unless("task", what, "a", done=("deposit", "declined"))
        for what in ("deposit", "declined", "deposit")
    ]

    assert done == [True, False, False]
    assert outside.things_done("task") == ["deposit a"]


def test_who_answers_differently_walks_on_from_there():
    path = Path()
    for step in ("item", "email", "article", "amount"):
        path.add(step, {"answer": f"{step}-1"})

    path.change(path.find("email", "email-1"), "phone", {"answer": "phone-2"})

    assert path.state() == {
        "item": "item-1",
        "contact": {"phone": "phone-2"},
        "articles": [],
        "amounts": [],
        "more": False,
        "note": "",
    }
    assert path.find("article", "article-1") is None


@pytest.mark.parametrize(
    ("status", "location", "is_one"),
    [(303, "/next/", True), (303, "/here/?_note=moved-on", False), (200, "", False)],
)
def test_a_form_is_accepted_that_leads_on_without_a_word(status, location, is_one):
    assert is_accepted(Answer(status, location, "")) is is_one
