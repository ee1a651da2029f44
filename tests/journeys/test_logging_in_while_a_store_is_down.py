"""Logging in is the whole site's matter: it goes on while tasks cannot be reached."""

import pytest

from cmsflows.statestore import loading
from cmsflows.testing import Visitor
from tests.journeys.in_code import serve
from tests.journeys.records import task_of
from tests.journeys.test_committing import Item, Second, Thanks, flow


@pytest.fixture
def redis(settings, redis_server, db):
    settings.FLOWS_STATE_STORE = "cmsflows.statestore.redis_store"
    settings.FLOWS_REDIS_STATE_STORE_URL = redis_server.url
    loading.forget()
    return redis_server


@pytest.fixture
def visitor(settings, redis):
    """At the second step."""
    handler = serve(settings, flow(Item, Second, Thanks))
    visitor = Visitor()
    visitor.opens(handler.flow_entry_link(handler.entry_points[0]))
    visitor.submits(item="kettle")
    return visitor


@pytest.fixture
def mary(django_user_model):
    return django_user_model.objects.create_user("mary")


def test_a_visitor_is_logged_in_and_their_task_is_claimed_later(visitor, redis, mary, caplog):
    """B57, B22: Redis forgets when it stops, so it is only paused here."""
    redis.pause()
    visitor.client.force_login(mary)
    redis.resume()

    owner_before = task_of(visitor).owner
    visitor.submits(item="pot")

    assert visitor.sees("thanks")
    assert (owner_before, task_of(visitor).owner) == ("", str(mary.pk))
    (record,) = [each for each in caplog.records if each.name == "cmsflows"]
    assert record.getMessage().startswith(
        "Who logs in now may have tasks that are not claimed yet. Redis cannot be reached: "
    )
