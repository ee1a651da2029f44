"""An effect that is done stays done when its visitor goes back, and brings nothing else along."""

import pytest
from django import forms

from cmsflows import COMPLETE, Action, Linear, Scaffold
from tests.journeys.records import task_of
from tests.shop.effects import OpenAccount, effects

pytestmark = pytest.mark.django_db


class NameForm(forms.Form):
    name = forms.CharField()


class Item(Action):
    form_class = NameForm

    def form_valid(self, form):
        self.state.setdefault("order", {})["item"] = form.cleaned_data["name"]
        return COMPLETE


class Account(OpenAccount):
    """Adds to the same dictionary."""

    def form_valid(self, form):
        super().form_valid(form)
        self.state["order"]["account"] = self.state.pop("account")
        return COMPLETE


class Colour(Item):
    def form_valid(self, form):
        self.state["order"]["colour"] = form.cleaned_data["name"]
        return COMPLETE


class Thanks(Action):
    pass


class Order(Scaffold):
    action_set = [Item, Account, Colour, Thanks]
    transition = Linear


def test_an_effect_in_a_dictionary_brings_no_old_answer_back(enter):
    """B63, B13: the account stays, the item is the new one."""
    visitor = enter(Order)
    visitor.submits(name="kettle")
    visitor.submits()
    visitor.submits(name="red")
    visitor.goes_back()
    visitor.goes_back()

    visitor.submits(name="pot")

    order = task_of(visitor).state()["order"]
    assert visitor.sees("colour")
    assert order.pop("account")
    assert order == {"item": "pot"}
    assert len(effects()) == 1
