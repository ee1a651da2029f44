"""What was posted to a step whose outcome was known only later is kept as its answers."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.journeys.records import task_of
from tests.journeys.test_committing import Item, Thanks, flow
from tests.shop.effects import PayAndSettle, PayOutside, do

pytestmark = pytest.mark.django_db


class ProofForm(forms.Form):
    proof = forms.FileField()


class PayWithProof(PayOutside):
    form_class = ProofForm

    def form_valid(self, form):
        self.state["proof"] = self.keep_file(form.cleaned_data["proof"])
        return super().form_valid(form)


def test_the_answers_to_a_step_that_was_in_doubt_are_kept(enter):
    visitor = enter(flow(Item, PayAndSettle, Thanks))
    visitor.submits(item="kettle")
    with pytest.raises(OSError, match="the line is dead"):
        visitor.submits(card="1")
    visitor.opens(visitor.url)

    visitor.submits(_settle="1")

    assert task_of(visitor).answers["flow/pay_and_settle"].values == {"card": ["1"]}


def test_the_answers_to_a_step_that_left_the_rest_to_another_site_are_kept(enter):
    visitor = enter(flow(Item, PayOutside, Thanks))
    visitor.submits(item="kettle")
    here = visitor.twin()
    there = visitor.submits(card="1")
    do(f"charged {there.url.removeprefix('https://pay.example/')}")
    here.opens(here.url)

    here.submits(_settle="1")

    assert here.sees("thanks")
    assert task_of(here).answers["flow/pay_outside"].values == {"card": ["1"]}


def test_an_upload_outlives_the_time_at_the_other_site(enter, settings, tmp_path):
    settings.FLOWS_FILE_DIRECTORY = tmp_path / "private"
    visitor = enter(flow(Item, PayWithProof, Thanks))
    visitor.submits(item="kettle")
    here = visitor.twin()

    visitor.submits(proof=SimpleUploadedFile("proof.txt", b"paid"))

    with task_of(here).state()["proof"].open() as file:
        assert file.read() == b"paid"
