"""A step is served alone: what it answers, what it leaves, and how it looks."""

from typing import Any

import pytest
from django import forms
from django.contrib import messages

from cmsflows import COMPLETE, Action
from cmsflows.testing.plugin import ServeStep


class NameForm(forms.Form):
    name = forms.CharField(error_messages={"required": "Enter your name."})


class Ask(Action):
    form_class = NameForm

    def form_valid(self, form: forms.BaseForm) -> Any:
        messages.success(self.request, "Thank you.")
        self.state["name"] = f"{self.state.get('title', '')} {form.cleaned_data['name']}".strip()
        return COMPLETE


class Order(Action):
    commits = True

    def form_valid(self, form: forms.BaseForm) -> Any:
        self.state["order"] = self.idempotency_key
        return COMPLETE


def test_a_class_is_served_as_well_as_a_key(serve_step: ServeStep) -> None:
    served = serve_step(Ask, data={"name": "Ada"}, state={"title": "Countess"})

    assert served.answer is COMPLETE
    assert served.state["name"] == "Countess Ada"


def test_each_is_served_with_a_state_of_its_own(serve_step: ServeStep) -> None:
    given = {"title": "Countess"}

    serve_step(Ask, data={"name": "Ada"}, state=given)

    assert given == {"title": "Countess"}


def test_errors_are_told_by_field(serve_step: ServeStep) -> None:
    assert serve_step(Ask, data={}).errors == {"name": ["Enter your name."]}


def test_a_step_may_commit(serve_step: ServeStep) -> None:
    served = serve_step(Order, data={})

    assert served.answer is COMPLETE
    assert served.state["order"]


@pytest.mark.django_db
def test_its_page_is_rendered(serve_step: ServeStep) -> None:
    assert '<input type="text" name="name"' in serve_step(Ask).html


def test_what_is_no_page_says_so(serve_step: ServeStep) -> None:
    served = serve_step(Ask, data={"name": "Ada"})

    with pytest.raises(AssertionError, match="The step answered no page, but "):
        _ = served.html
