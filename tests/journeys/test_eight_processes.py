"""Eight operating-system processes serve one visitor at once, and one effect is had."""

import pytest

from cmsflows.testing import Visitor
from tests.fixtures.stores import chosen
from tests.journeys.processes import sent_at_once
from tests.journeys.records import record_of, task_of
from tests.shop.effects import effects

URLS = "tests.shop.paying"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.every_store,
    pytest.mark.urls(URLS),
]


@pytest.fixture(autouse=True)
def _shared():
    if chosen() == "memory":
        pytest.xfail("Memory is one process's own.")


@pytest.fixture
def order(tmp_path):
    return tmp_path / "order.json"


def at_pay():
    visitor = Visitor()
    visitor.opens("/paying/")
    visitor.submits(item="kettle")
    return visitor


def test_of_eight_who_pay_at_once_one_does_and_all_end_on_the_same_page(order):
    """B16"""
    visitor = at_pay()

    answers = sent_at_once(visitor, order, urls=URLS, card="1")

    assert len(effects()) == 1
    assert len(set(answers)) == 1
    assert answers[0][0] == 303
    assert visitor.opens(answers[0][1]).status_code == 200
    assert visitor.step == "thanks"


def test_a_first_form_that_pays_is_paid_once(order):
    """B02, B16: by a visitor who has no session yet."""
    visitor = Visitor()
    visitor.opens("/pay-first/")

    answers = sent_at_once(visitor, order, urls=URLS, card="1")

    assert len(effects()) == 1
    assert len(set(answers)) == 1
    assert answers[0][0] == 303


def test_of_eight_who_answer_at_once_one_is_kept(order):
    """B14"""
    visitor = Visitor()
    visitor.opens("/paying/")

    answers = sent_at_once(visitor, order, urls=URLS, item="kettle")
    visitor.opens(answers[0][1])

    assert len(set(answers)) == 1
    assert task_of(visitor).state() == {"item": "kettle"}
    assert len(task_of(visitor).path) == 1


def test_of_eight_whose_step_fails_half_way_one_has_run_it(order):
    """What is in doubt is found out by the others, and never run again."""
    visitor = Visitor()
    visitor.opens("/crashing/")
    visitor.submits(item="kettle")

    answers = sent_at_once(visitor, order, urls=URLS, card="1")
    visitor.opens(visitor.url)

    assert len(effects()) == 1
    assert sorted({status for status, _url in answers}) == [303, 500]
    assert sum(status == 500 for status, _url in answers) == 1
    assert visitor.step == "thanks"
    assert record_of(visitor)
