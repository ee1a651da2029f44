"""A visitor gives up: what they typed is gone, and everything afterwards says so."""

import pytest
from django.test import Client

from cmsflows.engine.task import TaskStatus
from tests.journeys.records import record_of, task_of
from tests.journeys.test_committing import Item, Second, Thanks, flow

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]


@pytest.fixture
def visitor(enter):
    visitor = enter(flow(Item, Second, Thanks))
    visitor.submits(item="a kettle of my own")
    return visitor


def test_cancelling_leaves_nothing_of_what_was_typed(visitor):
    """B10"""
    visitor.submits(_cancel="1")

    assert visitor.page.templates[0].name == "cmsflows/cancelled.html"
    assert "kettle" not in str(record_of(visitor))
    assert task_of(visitor).status is TaskStatus.CANCELLED


def test_a_step_gone_back_to_can_cancel_too(visitor):
    """B10: any step can."""
    visitor.goes_back()

    visitor.submits(_cancel="1")

    assert task_of(visitor).status is TaskStatus.CANCELLED


def test_a_look_cancels_nothing(visitor):
    """B10"""
    before = record_of(visitor)

    visitor.opens(f"{visitor.url}&_cancel=1")

    assert record_of(visitor) == before
    assert visitor.step == "second"


def test_a_cancelled_run_shows_its_end_at_every_url(visitor):
    """B10, as B19"""
    tab = visitor.twin()
    visitor.submits(_cancel="1")

    answers = [tab.submits(item="pot"), tab.opens(visitor.url), visitor.submits(_cancel="1")]

    assert {answer.templates[0].name for answer in answers} == {"cmsflows/cancelled.html"}
    assert {answer.status_code for answer in answers} == {200}


def test_nobody_elses_run_can_be_cancelled(visitor):
    """B21"""
    before = record_of(visitor)

    answer = Client().post(visitor.url, {**visitor.form.hidden, "_cancel": "1"})

    assert answer.status_code == 404
    assert record_of(visitor) == before


def test_the_first_form_has_nothing_to_cancel(enter):
    visitor = enter(flow(Item, Thanks))

    assert "_cancel" not in visitor.text


def test_a_cancelled_run_can_be_begun_anew(visitor):
    visitor.submits(_cancel="1")

    visitor.follows("Start again")

    assert visitor.page.status_code == 200
