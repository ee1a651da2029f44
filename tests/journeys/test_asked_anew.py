"""An answer is shown again for as long as what it was given for is as it was."""

import pytest
from django import forms

from cmsflows import COMPLETE, Action, Linear, Scaffold
from tests.shop.effects import OpenAccount

pytestmark = pytest.mark.django_db


class TextForm(forms.Form):
    text = forms.CharField()
    sold_out: set[str] = set()

    def clean_text(self):
        if self.cleaned_data["text"] in self.sold_out:
            raise forms.ValidationError("This is sold out.")
        return self.cleaned_data["text"]


class Ask(Action):
    """Keeps a text under the name of its class."""

    form_class = TextForm

    def form_valid(self, form):
        self.state[type(self).__name__.lower()] = form.cleaned_data["text"]
        return COMPLETE


class Date(Ask):
    pass


class Item(Ask):
    provides = {"item": str}


class Colour(Ask):
    requires = ["item"]


class Card(Ask):
    requires = ["account"]


class Wish(Ask):
    pass


class Order(Scaffold):
    action_set = [Date, Item, Colour, OpenAccount, Card, Wish]
    transition = Linear


@pytest.fixture
def visitor(enter, monkeypatch):
    """At the step in front of the account."""
    monkeypatch.setattr(TextForm, "sold_out", set())
    visitor = enter(Order)
    for text in ("today", "kettle", "red"):
        visitor.submits(text=text)
    return visitor


def goes_back_to(visitor, step):
    while visitor.step != step:
        visitor.goes_back()


def test_who_changes_another_step_on_the_way_is_asked_anew_what_depends_on_it(visitor):
    """B13: gone back to the date, and then the item is another one."""
    goes_back_to(visitor, "date")
    visitor.submits(text="tomorrow")
    item = visitor.values

    visitor.submits(text="pot")

    assert item == {"text": "kettle"}
    assert (visitor.step, visitor.values) == ("colour", {"text": None})


def test_who_keeps_it_finds_what_depends_on_it(visitor):
    """B13: the colour depends on the item, not on the date."""
    goes_back_to(visitor, "date")
    visitor.submits(text="tomorrow")

    visitor.submits(text="kettle")

    assert (visitor.step, visitor.values) == ("colour", {"text": "red"})


def test_who_must_choose_another_item_is_asked_anew_what_depends_on_it(visitor):
    """B31, B13"""
    TextForm.sold_out.add("kettle")
    visitor.submits()
    asked = visitor.step

    visitor.submits(text="pot")

    assert asked == "item"
    assert (visitor.step, visitor.values) == ("colour", {"text": None})


def test_what_depends_on_an_effect_that_stays_is_kept(visitor):
    """B13, B63: the account is the same as before, so its card is."""
    visitor.submits()
    visitor.submits(text="1234")
    goes_back_to(visitor, "colour")

    visitor.submits(text="blue")

    assert (visitor.step, visitor.values) == ("card", {"text": "1234"})
