"""A visitor asks what came of a step; a page that is older than the answer tells no untruth."""

import pytest

from cmsflows.engine.ledger import idempotency_key
from tests.journeys.records import record_of, task_of
from tests.journeys.test_committing import Item, Thanks, flow
from tests.shop.effects import PayAndSettle, PayWithoutAnAnswer, effects

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(enter):
    """In front of a payment in doubt, that went through."""
    visitor = enter(flow(Item, PayAndSettle, Thanks))
    visitor.submits(item="kettle")
    with pytest.raises(OSError, match="the line is dead"):
        visitor.submits(card="1")
    visitor.opens(visitor.url)
    return visitor


def key_of(visitor):
    """The name of what the visitor's open step would do."""
    task = task_of(visitor)
    return idempotency_key(task, task.position.node)


def test_who_asks_after_it_was_found_out_is_not_told_that_it_failed(visitor):
    tab = visitor.twin()
    visitor.submits(_settle="1")
    before = record_of(visitor)

    tab.submits(_settle="1")

    assert (tab.step, record_of(tab), len(effects())) == ("thanks", before, 1)
    assert "did not go through" not in tab.text


def test_a_step_that_was_not_answered_is_in_doubt_at_once(enter):
    """B59: nothing was raised, and yet nobody knows."""
    visitor = enter(flow(Item, PayWithoutAnAnswer, Thanks))
    visitor.submits(item="kettle")

    visitor.submits(card="1")

    assert "We are not sure yet" in visitor.text
    assert len(effects()) == 1


def test_what_was_not_answered_is_found_out_and_not_done_twice(enter):
    visitor = enter(flow(Item, PayWithoutAnAnswer, Thanks))
    visitor.submits(item="kettle")
    visitor.submits(card="1")

    visitor.submits(_settle="1")

    assert visitor.sees("thanks")
    assert len(effects()) == 1


def test_what_was_not_answered_and_not_done_keeps_its_key(enter):
    visitor = enter(flow(Item, PayWithoutAnAnswer, Thanks))
    visitor.submits(item="kettle")
    key_before = key_of(visitor)
    visitor.submits(card="before")
    visitor.submits(_settle="1")

    visitor.submits(card="1")

    assert effects() == [f"paid {key_before}"]
