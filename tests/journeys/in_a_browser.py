"""A small flow with one text field a step, for journeys in a real browser."""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from django import forms

from cmsflows import COMPLETE, Action, Linear, Scaffold
from cmsflows.engine.task import Task
from cmsflows.statestore.loading import default_store
from cmsflows.statestore.records import from_record
from tests.journeys.in_code import serve

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer


class WordForm(forms.Form):
    word = forms.CharField()


class Item(Action):
    form_class = WordForm

    def form_valid(self, form):
        self.state["item"] = form.cleaned_data["word"]
        return COMPLETE


class Card(Action):
    """What the visitor writes on the card; may be skipped."""

    form_class = WordForm
    exits = {"thanks": "No card, thanks"}


class Thanks(Action):
    pass


class Shop(Scaffold):
    action_set = [Item, Card, Thanks]
    transition = Linear


def enters(page: "Page", live_server: "LiveServer", settings: Any, flow: Any = Shop) -> None:
    """Go to the first step of a flow. `Any`: pytest's settings, and a component."""
    handler = serve(settings, flow)
    page.goto(live_server.url + handler.flow_entry_link(handler.entry_points[0]))


def writes(page: "Page", word: str) -> None:
    """Fill in the one field, and send it off."""
    page.get_by_label("Word").fill(word)
    presses(page, "Continue")


def presses(page: "Page", button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def heading(page: "Page") -> str:
    return page.get_by_role("heading", level=1).inner_text()


def task_id_of(page: "Page") -> str:
    return parse_qs(urlsplit(page.url).query)["_id"][0]


def stored_task(page: "Page") -> Task | None:
    """The task as the store has it; None where it is gone."""
    stored = default_store().load(task_id_of(page))
    return from_record(stored.record) if stored else None
