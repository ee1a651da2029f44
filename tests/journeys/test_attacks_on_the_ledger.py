"""What an attack on the ledger found: each was a loss, a loop or a 500 before."""

import time
from dataclasses import replace

import pytest
from django import forms
from django.http import HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.urls import include, path

from cmsflows import COMPLETE, Action, FlowHandler
from cmsflows.testing import Visitor, flow_page, step
from tests.journeys.in_code import Urls, serve
from tests.journeys.records import task_id_of, task_of
from tests.journeys.test_committing import Item, Thanks, flow, keep
from tests.journeys.test_uploads import ScanForm, stored, upload
from tests.shop.effects import Pay, PayOutside, do, effects

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]

WEBHOOK = RequestFactory().post("/webhook/")


def sent_out(handler):
    """A visitor who was sent to pay and has paid."""
    visitor = Visitor()
    visitor.opens(handler.flow_entry_link(handler.entry_points[0]))
    visitor.submits(item="kettle")
    here = visitor.twin()
    there = visitor.submits(card="1")
    do(f"charged {there.url.removeprefix('https://pay.example/')}")
    return here


def was_long_away(visitor):
    """Three days have gone by since the run began."""
    task = task_of(visitor)
    keep(visitor, replace(task, started_at=task.started_at - 3 * 86_400))


@pytest.mark.parametrize("is_told_by_webhook", [True, False])
def test_who_has_paid_late_goes_on(settings, is_told_by_webhook):
    """B59: the time outside is not the visitor's, so the steps that follow are still theirs."""
    shop = serve(settings, flow(Item, PayOutside, Thanks))
    here = sent_out(shop)
    was_long_away(here)
    here.opens(here.url)

    if is_told_by_webhook:
        assert shop.settle(WEBHOOK, shop.entry_points[0], task_id_of(here))
        here.opens(here.url)
    else:
        here.submits(_settle="1")

    assert here.sees("thanks")


def test_a_webhook_reaches_a_flow_that_is_mounted_under_another_name(settings):
    """B59"""
    handler = FlowHandler(app_namespace="shop")
    handler.register_entry_point(flow(Item, PayOutside, Thanks))
    settings.ROOT_URLCONF = Urls(path("shop/", include(handler.urls, namespace="main")))
    here = sent_out(handler)

    assert handler.settle(WEBHOOK, handler.entry_points[0], task_id_of(here))


def test_a_page_whose_address_is_no_ascii_comes_to_its_end():
    """B07, B19"""
    flow_page(step("test_note", "Read"), slug="zürich")
    visitor = Visitor()
    visitor.opens("/zürich/")

    visitor.submits()

    assert visitor.page.status_code == 200
    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_a_flow_whose_arguments_are_odd_comes_to_its_end(settings):
    """B07, B19"""
    handler = serve(settings, flow(Item, Thanks), prefix="shop/<str:what>/")
    odd = {"what": "a=b;c,d'e(f)!*$&+:@ ü"}
    visitor = Visitor()
    visitor.opens(handler.flow_entry_link(handler.entry_points[0], url_kwargs=odd))
    visitor.submits(item="kettle")

    visitor.submits()

    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_an_upload_of_a_step_that_answers_a_page_of_its_own_is_kept(enter, settings, tmp_path):
    class Look(Action):
        form_class = ScanForm

        def form_valid(self, form):
            self.state["scan"] = self.keep_file(form.cleaned_data["scan"])
            return HttpResponse("Have a look.")

    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    visitor = enter(flow(Item, Look, Thanks))
    visitor.submits(item="kettle")
    tab = visitor.twin()

    visitor.submits(scan=upload())

    assert visitor.text == "Have a look."
    assert stored(task_id_of(tab)) == ["a scan"]


class Wordy(Pay):
    """Leaves as much in the state as it is told."""

    class form_class(forms.Form):  # read by FormView under this name
        card = forms.CharField(required=False)
        note = forms.CharField(required=False)

    def form_valid(self, form):
        left = {"long": "x" * 400_000, "many": list(range(6_000))}
        self.state["left"] = left.get(form.cleaned_data["card"])
        return super().form_valid(form)


def test_too_long_an_answer_to_a_commit_is_refused_before_anything_is_done(enter):
    visitor = enter(flow(Item, Wordy, Thanks))
    visitor.submits(item="kettle")

    refused = visitor.submits(note="x" * 300_000)
    done_then = effects()
    visitor.submits(note="x")

    assert (refused.status_code, done_then) == (413, [])
    assert visitor.sees("thanks")
    assert len(effects()) == 1


@pytest.mark.parametrize("kind", ["long", "many"])
def test_a_commit_that_leaves_more_than_can_be_kept_is_in_doubt_at_once(enter, kind):
    """B16: it has happened, and nothing the visitor writes can change that."""
    visitor = enter(flow(Item, Wordy, Thanks))
    visitor.submits(item="kettle")
    tab = visitor.twin()

    visitor.submits(card=kind)
    tab.submits(card=kind)

    assert "We are not sure yet" in visitor.text
    assert not task_of(visitor).claim.is_running(time.time())
    assert "We are not sure yet" in tab.text
    assert len(effects()) == 1


class OddForm(forms.Form):
    data = forms.JSONField()
    agreed = forms.BooleanField(required=False, disabled=True, initial=True)
    day = forms.DateField(widget=forms.SelectDateWidget, required=False)


class Odd(Action):
    form_class = OddForm

    def form_valid(self, form):
        self.state["data"] = form.cleaned_data["data"]
        return COMPLETE


def test_who_goes_back_finds_odd_fields_as_they_were(enter):
    """B11, B12"""
    visitor = enter(flow(Item, Odd, Thanks))
    visitor.submits(item="kettle")
    visitor.submits(data='{"a": 1}', day_year="2026", day_month="3", day_day="4")

    visitor.goes_back()

    assert visitor.values == {"data": '{"a": 1}', "agreed": True, "day": "2026-03-04"}


class Guest(forms.Form):
    name = forms.CharField()
    age = forms.IntegerField()


class Guests(Action):
    form_class = forms.formset_factory(Guest, extra=2, can_delete=True)

    def form_valid(self, form):
        rows = [row for row in form.cleaned_data if row and not row["DELETE"]]
        self.state["guests"] = [row["name"] for row in rows]
        return COMPLETE

    def render_to_response(self, context, **kwargs):
        template = engines["django"].from_string(
            '<a href="{{ back_url }}">Back</a><form method="post" action="{{ form_action }}">'
            '{% for name, value in hidden_fields %}<input type="hidden" name="{{ name }}"'
            ' value="{{ value }}">{% endfor %}</form>'
        )
        return TemplateResponse(self.request, template, context)


def shown(visitor):
    """What a browser would send of the formset as it is shown."""
    formset = visitor.page.context["form"]
    inputs = [each for form in (formset.management_form, *formset.forms) for each in form]
    values = {each.html_name: each.value() for each in inputs}
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value is not None and value is not False
    }


@pytest.mark.parametrize(
    ("typed", "guests"),
    [
        ({"form-0-name": "Ann", "form-0-age": "3"}, ["Ann"]),
        ({"form-1-name": "Bob", "form-1-age": "3"}, ["Bob"]),
        (
            {
                "form-0-name": "Ann",
                "form-0-age": "3",
                "form-1-name": "Bob",
                "form-1-age": "4",
                "form-1-DELETE": "on",
            },
            ["Ann"],
        ),
    ],
    ids=["a blank row after", "a blank row before", "a deleted row"],
)
def test_who_goes_back_to_rows_finds_them_and_may_send_them_as_they_are(enter, typed, guests):
    """B11, B12"""
    visitor = enter(flow(Item, Guests, Thanks))
    visitor.submits(item="kettle")
    visitor.submits(**{**shown(visitor), **typed})
    before = task_of(visitor)
    visitor.goes_back()

    visitor.submits(**shown(visitor))

    assert visitor.sees("thanks")
    assert task_of(visitor) == before
    assert before.state()["guests"] == guests
