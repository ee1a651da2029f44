"""The store goes away under a visitor: they are told so, and the same form goes through later."""

import pytest
from django.test import Client

from cmsflows.statestore import loading
from cmsflows.testing import Visitor
from tests.journeys.in_code import serve
from tests.journeys.records import record_of, task_of
from tests.journeys.test_committing import Item, Second, Thanks, flow
from tests.shop.effects import Pay, effects
from tests.statestore.elsewhere import tasks_rest_in


@pytest.fixture
def redis(settings, redis_server, db):
    settings.FLOWS_STATE_STORE = "cmsflows.statestore.redis_store"
    settings.FLOWS_REDIS_STATE_STORE_URL = redis_server.url
    loading.forget()
    return redis_server


def visitor_of(settings, *steps):
    handler = serve(settings, flow(*steps))
    visitor = Visitor(Client(raise_request_exception=False))
    visitor.opens(handler.flow_entry_link(handler.entry_points[0]))
    return visitor


def test_a_form_sent_while_redis_is_down_goes_through_when_it_is_back(settings, redis):
    """B57: Redis forgets when it stops, so it is only paused here."""
    visitor = visitor_of(settings, Item, Second, Thanks)
    visitor.submits(item="kettle")
    redis.pause()
    down = visitor.submits(item="a pot of my own")
    redis.resume()

    visitor.submits()

    assert down.status_code == 503
    assert down.headers["Retry-After"]
    assert "no-store" in down.headers["Cache-Control"]
    assert visitor.sees("thanks")
    assert task_of(visitor).answers["flow/second"].values == {"item": ["a pot of my own"]}


def test_a_first_form_sent_while_redis_is_down_starts_one_task_when_it_is_back(settings, redis):
    """B57, B02"""
    visitor = visitor_of(settings, Item, Second, Thanks)
    redis.stop()
    down = visitor.submits(item="kettle")
    redis.start()

    visitor.submits()

    assert down.status_code == 503
    assert visitor.sees("second")
    assert task_of(visitor).state() == {"item": "kettle"}


def test_nothing_is_paid_while_the_store_is_down(settings, redis):
    """B57: what cannot be claimed is not run."""
    visitor = visitor_of(settings, Item, Pay, Thanks)
    visitor.submits(item="kettle")
    redis.pause()
    down = visitor.submits(card="1")
    paid_while_down = effects()
    redis.resume()

    visitor.submits()

    assert (down.status_code, paid_while_down) == (503, [])
    assert visitor.sees("thanks")
    assert len(effects()) == 1


def test_a_look_while_the_store_is_down_says_so(settings, redis):
    visitor = visitor_of(settings, Item, Second, Thanks)
    visitor.submits(item="kettle")
    redis.pause()
    down = visitor.client.get(visitor.url)
    redis.resume()

    assert down.status_code == 503
    assert visitor.client.get(visitor.url).status_code == 200


def test_secrets_are_not_sent_back_by_the_page_that_keeps_what_was_typed(settings, redis):
    """B28"""
    from tests.journeys.test_going_back import Card

    visitor = visitor_of(settings, Card, Thanks)
    redis.stop()

    down = visitor.submits(secret="hunter2", holder="Mary")

    assert down.status_code == 503
    assert b"Mary" in down.content
    assert b"hunter2" not in down.content


def test_hostile_text_stays_text_on_that_page(settings, redis):
    visitor = visitor_of(settings, Item, Thanks)
    redis.stop()

    down = visitor.submits(item='"><script>alert(1)</script>')

    assert b"<script>alert" not in down.content


def test_a_form_sent_while_postgresql_is_down_goes_through_when_it_is_back(
    settings, postgres_server, django_db_blocker
):
    """B57: sessions rest in cookies, so that nothing else is asked of a database."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    with django_db_blocker.unblock(), tasks_rest_in(postgres_server.settings):
        visitor = visitor_of(settings, Item, Pay, Thanks)
        visitor.submits(item="kettle")
        before = record_of(visitor)
        postgres_server.stop()
        down = visitor.submits(card="1")
        paid_while_down = effects()
        postgres_server.start()
        unchanged = record_of(visitor) == before

        visitor.submits()

        assert (down.status_code, paid_while_down, unchanged) == (503, [], True)
        assert visitor.sees("thanks")
        assert len(effects()) == 1
