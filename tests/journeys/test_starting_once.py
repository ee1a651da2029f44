"""A first form makes one run, and no second one when that run is gone."""

import time

import pytest

from cmsflows.statestore.loading import default_store
from tests.journeys.records import record_of, task_id_of
from tests.journeys.test_committing import Item, Thanks, flow

pytestmark = pytest.mark.django_db


def test_a_first_form_sent_again_after_its_run_expired_resurrects_nothing(enter):
    """B33: else every old form of that run would be good once more."""
    visitor = enter(flow(Item, Thanks))
    tab = visitor.twin()
    visitor.submits(item="kettle")
    default_store().touch(task_id_of(visitor), lifetime=0.01)
    time.sleep(0.05)

    tab.submits(item="kettle")

    assert tab.page.status_code == 410
    assert "Start again" in tab.form.links
    assert record_of(visitor) is None
