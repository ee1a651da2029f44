"""A visitor goes round a second time, and is led to a step that they have been at before."""

import pytest
from django import forms

from cmsflows import COMPLETE, Action, Linear, Scaffold

pytestmark = pytest.mark.django_db


class TextForm(forms.Form):
    text = forms.CharField()


class Ask(Action):
    form_class = TextForm


class Item(Ask):
    """A plain one needs no colour; another one is of none yet."""

    def form_valid(self, form):
        self.state.pop("colour", None)
        return Name if form.cleaned_data["text"] == "plain" else COMPLETE


class Colour(Ask):
    provides = {"colour": str}

    def form_valid(self, form):
        self.state["colour"] = form.cleaned_data["text"]
        return COMPLETE


class Name(Ask):
    pass


class Confirm(Ask):
    requires = ["colour"]


class Wish(Ask):
    exits = {"item": "Another item"}


class Round(Scaffold):
    action_set = [Item, Colour, Name, Confirm, Wish]
    transition = Linear


@pytest.fixture
def visitor(enter):
    """In the second round, led from "Confirm" to "Colour"."""
    visitor = enter(Round)
    for text in ("kettle", "red", "Mary", "yes"):
        visitor.submits(text=text)
    visitor.submits(_exit="item")
    for text in ("plain", "Mary"):
        visitor.submits(text=text)
    return visitor


def test_who_must_answer_something_first_is_led_there_in_each_round(visitor):
    """B09: and not shown what they have answered in the round before."""
    assert (visitor.step, visitor.values) == ("colour", {"text": None})
    assert "Something else is needed before this step." in visitor.text


def test_who_has_answered_it_comes_back(visitor):
    visitor.submits(text="blue")

    assert (visitor.step, visitor.values) == ("confirm", {"text": None})


def test_back_leads_past_the_step_one_was_led_to_to_the_round_before(visitor):
    """B20: visit by visit, and not round and round."""
    seen = []
    while "Back" in visitor.form.links and len(seen) < 10:
        visitor.goes_back()
        seen.append((visitor.step, visitor.values["text"]))

    assert seen == [
        ("name", "Mary"),
        ("item", "plain"),
        ("wish", None),
        ("confirm", "yes"),
        ("name", "Mary"),
        ("colour", "red"),
        ("item", "kettle"),
    ]
