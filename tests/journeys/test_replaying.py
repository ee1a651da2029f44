"""A form that is sent once more leads where it led before, past what is done for good."""

import pytest
from django import forms

from cmsflows import COMPLETE, Action, Linear, Scaffold
from tests.shop.effects import OpenAccount, Pay, effects

pytestmark = pytest.mark.django_db


class NameForm(forms.Form):
    name = forms.CharField()


class Item(Action):
    form_class = NameForm

    def form_valid(self, form):
        self.state["item"] = form.cleaned_data["name"]
        return COMPLETE


class Colour(Item):
    pass


class Thanks(Action):
    pass


class Order(Scaffold):
    action_set = [Item, OpenAccount, Colour, Pay, Thanks]
    transition = Linear


@pytest.fixture
def visitor(enter):
    """Who has opened an account, and stands at the step after it."""
    visitor = enter(Order)
    visitor.submits(name="kettle")
    visitor.submits()
    return visitor


def test_the_same_answers_lead_past_an_effect_that_is_done(visitor):
    """B12, where the next step has committed: there is nothing to be told off for."""
    visitor.goes_back()

    visitor.submits(name="kettle")

    assert visitor.sees("colour")
    assert "submitted already" not in visitor.text


def test_all_copies_of_a_changed_answer_lead_to_the_same_page(visitor):
    """The first of them rewinds, the others come too late; what was done outside stays done."""
    visitor.goes_back()
    copy = visitor.twin()

    visitor.submits(name="pot")
    copy.submits(name="pot")

    assert visitor.url == copy.url
    assert copy.sees("colour")
    assert len(effects()) == 1


def test_the_same_answers_sent_after_paying_lead_to_where_the_visitor_is(visitor):
    visitor.goes_back()
    copy = visitor.twin()
    visitor.submits(name="kettle")
    visitor.submits(name="red")
    visitor.submits(card="1")

    copy.submits(name="kettle")

    assert copy.sees("thanks")
    assert "submitted already" not in copy.text
