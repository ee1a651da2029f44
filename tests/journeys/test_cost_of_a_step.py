"""A request asks the store as little as can be: it is a round trip to another machine, often."""

import pytest
from django import forms

from cmsflows import COMPLETE, Action, Linear, Scaffold
from cmsflows.statestore import memory_store
from tests.shop.effects import Pay

pytestmark = pytest.mark.django_db

READS = ("load", "find")
WRITES = ("create", "replace", "touch", "delete_state", "purge")


class CountingStore(memory_store.StateStore):
    """Keeps tasks in memory, and the names of what was asked of it."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def __getattribute__(self, name):
        if name in (*READS, *WRITES):
            self.asked.append(name)
        return super().__getattribute__(name)

    def forget(self):
        self.asked.clear()

    @property
    def reads(self):
        return [name for name in self.asked if name in READS]

    @property
    def writes(self):
        return [name for name in self.asked if name in WRITES]


class NameForm(forms.Form):
    name = forms.CharField()


class Item(Action):
    form_class = NameForm

    def form_valid(self, form):
        self.state["item"] = form.cleaned_data["name"]
        return COMPLETE


class Colour(Action):
    form_class = NameForm


class Thanks(Action):
    pass


class Order(Scaffold):
    action_set = [Item, Colour, Pay, Thanks]
    transition = Linear


@pytest.fixture
def store():
    return CountingStore()


@pytest.fixture
def visitor(enter, store):
    """At the first step."""
    visitor = enter(Order, state_store=store)
    store.forget()
    return visitor


@pytest.fixture
def at_colour(visitor, store):
    visitor.submits(name="kettle")
    store.forget()
    return visitor


def sends(visitor, **data):
    """Send the form of this page and follow nothing: one request."""
    form = visitor.form
    return visitor.client.post(form.action, {**form.hidden, **data})


def test_a_first_form_is_shown_without_a_question(enter, store):
    """B01: it is what crawlers open, too."""
    enter(Order, state_store=store)

    assert store.asked == []


def test_a_first_form_costs_one_read_and_one_write(visitor, store):
    response = sends(visitor, name="kettle")

    assert response.status_code == 303
    assert (store.reads, store.writes) == (["load"], ["create"])


def test_an_ordinary_form_costs_one_read_and_one_write(at_colour, store):
    response = sends(at_colour, name="red")

    assert response.status_code == 303
    assert (store.reads, store.writes) == (["load"], ["replace"])


def test_a_form_with_errors_costs_one_read(at_colour, store):
    """B04"""
    response = sends(at_colour, name="")

    assert response.status_code == 200
    assert (store.reads, store.writes) == (["load"], [])


def test_a_form_sent_twice_costs_one_read_the_second_time(at_colour, store):
    form = at_colour.form
    sends(at_colour, name="red")
    store.forget()

    response = at_colour.client.post(form.action, {**form.hidden, "name": "red"})

    assert response.status_code == 303
    assert (store.reads, store.writes) == (["load"], [])


def test_going_back_and_answering_differently_costs_one_read_and_one_write(at_colour, store):
    """B13"""
    at_colour.goes_back()
    store.forget()

    response = sends(at_colour, name="pot")

    assert response.status_code == 303
    assert (store.reads, store.writes) == (["load"], ["replace"])


def test_a_step_is_looked_at_for_one_read(at_colour, store):
    """B03"""
    at_colour.opens(at_colour.url)

    assert (store.reads, store.writes) == (["load"], [])


def test_a_commit_costs_one_read_and_two_writes(at_colour, store):
    """The claim, and the record of what was done under it."""
    at_colour.submits(name="red")
    store.forget()

    response = sends(at_colour, card="1")

    assert response.status_code == 303
    assert (store.reads, store.writes) == (["load"], ["replace", "replace"])


def test_the_last_form_costs_one_read_and_one_write(at_colour, store):
    at_colour.submits(name="red")
    at_colour.submits(card="1")
    store.forget()

    response = sends(at_colour)

    assert response.status_code == 303
    assert (store.reads, store.writes) == (["load"], ["replace"])


def test_cancelling_costs_one_read_and_one_write(at_colour, store):
    response = sends(at_colour, _cancel="1")

    assert response.status_code == 303
    assert (store.reads, store.writes) == (["load"], ["replace"])
