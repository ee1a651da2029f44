"""A site without workers does the work in the request, and nobody notices a difference."""

import pytest

from cmsflows.models import StoredJob
from cmsflows.workers import tend_jobs
from tests.journeys.records import task_of
from tests.journeys.test_committing import claim_is_over, flow
from tests.journeys.workers import at_report, time_goes_by
from tests.shop.background import Begin, Careful, MakeReport, Reports, begun, made
from tests.shop.effects import effects

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site_has_no_workers(settings):
    settings.FLOWS_BACKGROUND = False


@pytest.mark.every_store
def test_the_visitor_goes_on_at_once(enter):
    visitor = at_report(enter, Reports)

    visitor.submits(year="1999")

    assert visitor.step == "thanks"
    assert task_of(visitor).state() == {"report": "Report of 1999"}
    assert len(made()) == 1


def test_by_default_that_is_so_where_nobody_has_named_a_broker(enter, settings):
    settings.FLOWS_BACKGROUND = "auto"
    visitor = at_report(enter, Reports)

    visitor.submits(year="1999")

    assert visitor.step == "thanks"


def test_the_form_sent_twice_has_one_effect(enter):
    """B16"""
    visitor = at_report(enter, Reports)
    tab = visitor.twin()
    visitor.submits(year="1999")

    tab.submits(year="1999")

    assert (tab.step, len(made())) == ("thanks", 1)


def test_what_failed_leads_to_the_error_exit_and_can_be_tried_again(enter):
    visitor = at_report(enter, Careful)
    visitor.submits(year="bad")
    there = visitor.step
    visitor.goes_back()
    kept = visitor.values

    visitor.submits(year="1999")

    assert (there, kept) == ("error", {"year": "bad"})
    assert (visitor.step, len(set(begun()))) == ("thanks", 2)


def test_where_there_is_no_such_exit_it_is_an_error_in_the_form(enter):
    visitor = at_report(enter, Reports)

    visitor.submits(year="empty")

    assert visitor.page.context["form"].non_field_errors() == ["Nothing happened in that year."]
    assert task_of(visitor).claim is None


def test_the_error_can_be_mended_and_the_form_sent_again(enter):
    visitor = at_report(enter, Reports)
    visitor.submits(year="empty")

    visitor.submits(year="1999")

    assert (visitor.step, len(set(begun()))) == ("thanks", 2)


def test_what_is_too_much_is_an_error_in_the_form(enter, settings):
    settings.FLOWS_MAX_STATE_ITEMS = 1

    class MakeMany(MakeReport):
        def arguments(self, form):
            return {"year": [form.cleaned_data["year"]] * 2}

    visitor = at_report(enter, flow(Begin, MakeMany))

    visitor.submits(year="1999")

    words = ["That is more than can be worked on at once. Please shorten it."]
    assert visitor.page.context["form"].non_field_errors() == words
    assert (effects(), StoredJob.objects.count()) == ([], 0)


def test_a_result_that_cannot_be_kept_has_failed(enter, settings):
    class MakeMuch(MakeReport):
        @classmethod
        def work(cls, job, *, year):
            return {"report": year * settings.FLOWS_MAX_RECORD_BYTES}

    settings.FLOWS_MAX_RECORD_BYTES = 20_000
    visitor = at_report(enter, flow(Begin, MakeMuch))

    visitor.submits(year="1999")

    words = ["It did not go through. You can try again."]
    assert visitor.page.context["form"].non_field_errors() == words


def test_a_process_that_dies_half_way_is_followed_by_another_under_the_same_key(enter, monkeypatch):
    visitor = at_report(enter, Reports)
    dies_while_working(visitor, monkeypatch)
    visitor.opens(visitor.url)
    visitor.submits(_settle="1")
    is_open = visitor.sees("make-report")

    visitor.submits(year="2000")

    assert is_open
    assert (visitor.step, len(set(begun())), len(made())) == ("thanks", 1, 1)
    assert task_of(visitor).state() == {"report": "Report of 2000"}


def test_while_it_may_still_be_at_work_nobody_else_begins(enter, monkeypatch):
    """It takes longer than FLOWS_COMMIT_LEASE says, and says that it lives."""
    visitor = at_report(enter, Reports)
    dies_while_working(visitor, monkeypatch, lease_until=2.0**40)
    visitor.opens(visitor.url)

    visitor.submits(_settle="1")

    assert "We have asked again." in visitor.text
    assert made() == []


def test_the_run_of_who_never_comes_back_is_settled_by_whoever_looks_after_it(enter, monkeypatch):
    visitor = at_report(enter, Careful)
    dies_while_working(visitor, monkeypatch)
    time_goes_by(deadline=0.0)

    tend_jobs()

    assert task_of(visitor).position.node == "careful/error"


class Killed(BaseException):
    """Nobody catches it."""


def dies_while_working(visitor, monkeypatch, *, lease_until=0.0):
    """The process is gone, and so nothing was recorded by it."""

    def die(*_given, **_arguments):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(MakeReport, "work", die)
        with pytest.raises(Killed):
            visitor.submits(year="1999")
    StoredJob.objects.update(lease_until=lease_until)
    claim_is_over(visitor)
