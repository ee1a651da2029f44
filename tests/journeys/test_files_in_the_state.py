"""An action may keep an upload and an object of a model, and finds both at the next step."""

import json

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from cmsflows import COMPLETE, Action, Linear, Scaffold
from cmsflows.engine import files
from cmsflows.statestore.rows import StoredTask
from cmsflows.testing import Visitor
from tests.journeys.in_code import serve
from tests.shop.models import Item

pytestmark = pytest.mark.django_db


class PassportForm(forms.Form):
    passport = forms.FileField()


class ShowPassport(Action):
    form_class = PassportForm

    def form_valid(self, form):
        self.state["item"] = Item.objects.get()
        self.state["passport"] = self.keep_file(form.cleaned_data["passport"])
        return COMPLETE


class Check(Action):
    def get_context_data(self, **kwargs):
        passport, item = self.state["passport"], self.state["item"]
        with passport.open() as file:
            found = f"{item.name}: {passport}, {file.read().decode()}"
        return super().get_context_data(**kwargs, found=found)


class Travel(Scaffold):
    action_set = [ShowPassport, Check]
    transition = Linear


@pytest.fixture
def visitor(settings, tmp_path):
    settings.FLOWS_FILE_DIRECTORY = tmp_path / "private"
    settings.FLOWS_STATE_MODELS = ["tests_shop.Item"]
    serve(settings, Travel)
    Item.objects.create(name="kettle")
    return Visitor()


def show_a_passport(visitor):
    visitor.opens("/shop/travel/")
    return visitor.submits(passport=SimpleUploadedFile("passport.jpg", b"jpeg"))


def test_the_next_step_finds_both(visitor):
    """On the very first form, too, whose task is yet to be made."""
    response = show_a_passport(visitor)

    assert response.context["found"] == "kettle: passport.jpg, jpeg"


def test_a_record_that_names_another_visitors_file_is_refused(visitor, caplog):
    """B27"""
    show_a_passport(visitor)
    mine = StoredTask.objects.get()
    show_a_passport(Visitor())
    other = StoredTask.objects.exclude(pk=mine.pk).get()
    (key,) = files.references_in(json.loads(mine.record))
    (coveted,) = files.references_in(json.loads(other.record))
    StoredTask.objects.filter(pk=mine.pk).update(record=mine.record.replace(key, coveted))

    response = visitor.opens(visitor.url)

    assert response.status_code == 404
    assert "The stored state holds a damaged 'file'." in caplog.text


def test_a_record_that_has_something_else_for_an_upload_is_refused(visitor, caplog):
    """B27"""
    show_a_passport(visitor)
    stored = StoredTask.objects.get()
    record = json.loads(stored.record)
    record["visits"][0]["answers"]["files"]["passport"] = {"$": "date", "v": "2026-07-01"}
    StoredTask.objects.filter(pk=stored.pk).update(record=json.dumps(record))

    response = visitor.opens(visitor.url.replace("check", "show-passport"))

    assert response.status_code == 404
    assert "The stored answers hold something else for an upload." in caplog.text
