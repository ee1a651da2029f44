"""A visitor asks what came of a step; a page that is older than the answer tells no untruth."""

import pytest

from tests.journeys.records import record_of
from tests.journeys.test_committing import Item, Thanks, flow
from tests.shop.effects import PayAndSettle, effects

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


def test_who_asks_after_it_was_found_out_is_not_told_that_it_failed(visitor):
    tab = visitor.twin()
    visitor.submits(_settle="1")
    before = record_of(visitor)

    tab.submits(_settle="1")

    assert (tab.step, record_of(tab), len(effects())) == ("thanks", before, 1)
    assert "did not go through" not in tab.text
