"""Whoever clicks twice on what is refused has it tried once; whoever tries again is served."""

import threading
import time

import pytest
from django.db import connections
from django.test import Client

from cmsflows.statestore.memory_store import StateStore
from cmsflows.testing import Visitor
from tests.journeys.test_committing import Item, Thanks, flow
from tests.shop.effects import Pay, do, effects

pytestmark = pytest.mark.django_db(transaction=True)

WAITED = threading.Event()
"""The provider thinks until a test says that it has thought for long enough."""


class SlowPay(Pay):
    """Asks a provider that takes its time."""

    def form_valid(self, form):
        do(f"tried {form.cleaned_data['card']}")
        WAITED.wait(10)
        return super().form_valid(form)


@pytest.fixture
def visitor(enter):
    WAITED.clear()
    visitor = enter(flow(Item, SlowPay, Thanks), state_store=StateStore())
    visitor.submits(item="kettle")
    return visitor


def twin_of(visitor):
    """The same browser, asking once more before the answer to the first is there."""
    client = Client()
    client.cookies.load({name: each.value for name, each in visitor.client.cookies.items()})
    return Visitor(client, visitor.url, visitor.page)


def at_once(first, second):
    """Two cards for one form: the second is sent while the first is being tried."""

    def send(visitor, card):
        visitor.submits(card=card)
        connections.close_all()

    threads = [threading.Thread(target=send, args=each) for each in (first, second)]
    threads[0].start()
    while not effects():
        assert threads[0].is_alive(), "The first form came to nothing."
        time.sleep(0.01)
    threads[1].start()
    time.sleep(0.5)
    WAITED.set()
    for thread in threads:
        thread.join()


def test_a_declined_card_is_tried_once_though_its_form_is_sent_twice(visitor):
    """B16: both say that it was not done, and on both pages one can try again."""
    twin = twin_of(visitor)

    at_once((visitor, "declined"), (twin, "declined"))

    assert effects() == ["tried declined"]
    assert "declined" in visitor.text
    assert twin.sees("slow-pay")
    assert "It did not go through. You can try again." in twin.text


def test_another_card_is_tried_after_one_that_was_declined(visitor):
    twin = twin_of(visitor)

    at_once((visitor, "declined"), (twin, "4242"))

    assert [line for line in effects() if line.startswith("tried")] == [
        "tried declined",
        "tried 4242",
    ]
    assert twin.sees("thanks")


def test_the_same_card_is_tried_again_by_who_has_seen_that_it_was_declined(visitor):
    WAITED.set()
    visitor.submits(card="declined")

    visitor.submits(card="declined")

    assert effects() == ["tried declined", "tried declined"]
