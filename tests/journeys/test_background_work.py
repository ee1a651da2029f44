"""A step hands its work to workers; its visitor waits, and goes on when it is done."""

import json
import time
from io import StringIO

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from cmsflows import BackgroundAction
from cmsflows.engine.task import TaskStatus
from cmsflows.models import StoredJob
from cmsflows.workers import do_job, tend_jobs
from tests.journeys.records import record_of, task_of
from tests.journeys.test_committing import flow
from tests.journeys.workers import at_report, one_job, time_goes_by, work
from tests.shop.background import (
    Begin,
    Careful,
    MakeReport,
    MakeReportOrNot,
    Reports,
    Thanks,
    begun,
    made,
)
from tests.shop.effects import do, effects

pytestmark = pytest.mark.django_db


class FileForm(forms.Form):
    file = forms.FileField()


class CountLines(BackgroundAction):
    form_class = FileForm

    def arguments(self, form):
        return {"file": self.keep_file(form.cleaned_data["file"])}

    @classmethod
    def work(cls, job, *, file):
        with file.open() as lines:
            return {"lines": len(lines.read().splitlines())}


@pytest.fixture(autouse=True)
def _site_has_workers(settings):
    settings.FLOWS_BACKGROUND = True


def waits(enter, component=Reports, *, year="1999"):
    """A visitor who has sent the form, and waits."""
    visitor = at_report(enter, component)
    visitor.submits(year=year)
    return visitor


@pytest.mark.every_store
def test_the_visitor_waits_and_goes_on_when_it_is_done(enter):
    visitor = waits(enter)
    said = visitor.text

    work()
    visitor.opens(visitor.url)

    assert "We are working on it" in said
    assert visitor.step == "thanks"
    assert task_of(visitor).state() == {"report": "Report of 1999"}
    assert len(made()) == 1


@pytest.mark.every_store
def test_what_failed_leads_to_the_error_exit_and_can_be_tried_again(enter):
    visitor = waits(enter, Careful, year="bad")

    work()
    visitor.opens(visitor.url)
    there = visitor.step
    visitor.goes_back()
    kept = visitor.values
    visitor.submits(year="1999")
    work()
    visitor.opens(visitor.url)

    assert there == "error"
    assert kept == {"year": "bad"}
    assert visitor.step == "thanks"
    assert len(set(begun())) == 2


def test_nothing_is_done_while_the_visitor_waits_for_the_first_answer(enter):
    waits(enter)

    assert effects() == []
    assert one_job().status == "queued"


def test_the_page_needs_no_script(enter):
    """It is loaded anew by the browser; and there is always something to press."""
    visitor = waits(enter)

    assert f'<noscript><meta http-equiv="refresh" content="3;url={visitor.path}' in visitor.text
    assert "Look again" in visitor.form.links


def test_the_page_says_how_far_it_is(enter):
    visitor = waits(enter)
    time_goes_by(done=3, total=10)

    visitor.opens(visitor.url)

    assert "3 of 10 done" in visitor.text
    assert 'max="10" value="3"' in visitor.text


def test_looking_writes_nothing(enter):
    """B03"""
    visitor = waits(enter)
    time_goes_by(deadline=0.0)
    before, job = record_of(visitor), StoredJob.objects.values().get()

    visitor.opens(visitor.url)

    assert (record_of(visitor), StoredJob.objects.values().get()) == (before, job)


def test_two_tabs_wait_for_one_report(enter):
    visitor = waits(enter)
    tab = visitor.twin()
    tab.opens(tab.url)

    work()
    visitor.opens(visitor.url)
    tab.opens(tab.url)

    assert (visitor.step, tab.step, len(made())) == ("thanks", "thanks", 1)


def test_a_form_sent_twice_makes_one_job(enter):
    visitor = at_report(enter, Reports)
    tab = visitor.twin()
    visitor.submits(year="1999")

    tab.submits(year="1999")

    assert "We are working on it" in tab.text
    assert StoredJob.objects.count() == 1


def test_a_message_that_comes_twice_is_worked_on_once(enter):
    visitor = waits(enter)
    key = one_job().key

    do_job(key)
    do_job(key)
    visitor.opens(visitor.url)

    assert begun() == [key]
    assert visitor.step == "thanks"


def test_who_has_no_exit_for_it_is_told_why_it_failed_and_asked_again(enter):
    visitor = waits(enter, year="empty")

    work()
    visitor.opens(visitor.url)

    assert visitor.sees("make-report")
    assert visitor.page.context["notice"] == "Nothing happened in that year."
    assert visitor.values == {"year": "empty"}


def test_what_raises_anything_says_no_more_than_that_it_failed(enter):
    visitor = waits(enter, year="bad")

    work()
    visitor.opens(visitor.url)

    assert visitor.page.context["notice"] == "It did not go through. You can try again."
    assert "printer" not in visitor.text


def test_what_takes_too_long_has_failed(enter):
    """Nobody else has looked: whoever waits asks for themselves."""
    visitor = waits(enter, Careful)
    time_goes_by(deadline=0.0)
    visitor.opens(visitor.url)
    said = visitor.text

    visitor.submits(_settle="1")

    assert "data-flow-go-on" in said
    assert visitor.step == "error"


def test_what_takes_too_long_fails_by_itself_where_somebody_looks_after_it(enter):
    visitor = waits(enter, Careful)
    time_goes_by(deadline=0.0)

    tend_jobs()
    visitor.opens(visitor.url)

    assert visitor.step == "error"


def test_what_comes_too_late_is_refused_and_taken_back(enter, monkeypatch):
    visitor = waits(enter, flow(Begin, MakeReportOrNot, Thanks))
    job = one_job()

    class Late(MakeReportOrNot):
        @classmethod
        def work(cls, given, *, year):
            time_goes_by(deadline=0.0)
            tend_jobs()
            return super().work(given, year=year)

    monkeypatch.setattr("cmsflows.background.working.action_called", lambda name: Late)
    do_job(job.key)
    visitor.opens(visitor.url)

    assert effects()[1:] == [f"made {job.key}", f"taken back {job.key} 1999"]
    assert visitor.sees("make-report-or-not")


def test_the_exit_for_what_failed_cannot_be_chosen(enter):
    """Else whoever forges a form would go on without what the step does."""
    visitor = at_report(enter, Careful)

    visitor.submits(_exit="error")

    assert visitor.step == "make-report"
    assert 'name="_exit"' not in visitor.text


def test_the_run_stays_until_the_work_is_done(enter, settings):
    """B59"""
    settings.FLOWS_TASK_IDLE_TIMEOUT = 1
    visitor = waits(enter)
    time.sleep(1.1)
    call_command("cleanupflows", stdout=StringIO())
    settings.FLOWS_TASK_IDLE_TIMEOUT = 600

    work()

    assert "report" in task_of(visitor).state()


def test_what_can_be_taken_back_can_be_cancelled(enter):
    visitor = waits(enter, flow(Begin, MakeReportOrNot, Thanks))
    visitor.opens(visitor.url)
    key = one_job().key

    visitor.submits(_cancel="1")
    work()

    assert effects()[1:] == [f"made {key}", f"taken back {key} 1999"]
    assert task_of(visitor).status is TaskStatus.CANCELLED
    assert StoredJob.objects.get().is_told


def test_what_cannot_be_taken_back_cannot_be_cancelled(enter):
    visitor = waits(enter)
    is_offered = "_cancel" in visitor.text

    visitor.submits(_cancel="1")

    assert not is_offered
    assert task_of(visitor).status is TaskStatus.RUNNING


def test_once_the_run_knows_nothing_personal_is_kept(enter):
    waits(enter)

    work()

    job = StoredJob.objects.get()
    assert (job.is_told, job.arguments, job.result) == (True, "", "")


def test_a_run_that_could_not_be_told_is_told_later(enter, monkeypatch):
    """Its worker was killed between work and word."""
    visitor = waits(enter)
    with monkeypatch.context() as patched:
        patched.setattr("cmsflows.workers.settle", lambda *_: 1 / 0)
        work()

    tend_jobs()
    visitor.opens(visitor.url)

    assert visitor.step == "thanks"


def test_a_worker_that_is_lost_is_replaced_under_the_same_key(enter):
    visitor = waits(enter)
    key = one_job().key
    StoredJob.objects.update(status="running", holder="a" * 32, lease_until=0.0, tries=1)
    do(f"made {key}")  # and it has died right after

    do_job(key)
    visitor.opens(visitor.url)

    assert (begun(), made()) == ([key], [key])
    assert visitor.step == "thanks"


def test_who_loses_every_worker_is_told_that_it_failed(enter):
    visitor = waits(enter, Careful)
    tries = MakeReport.max_tries
    StoredJob.objects.update(status="running", holder="a" * 32, lease_until=0.0, tries=tries)

    do_job(one_job().key)
    tend_jobs()
    visitor.opens(visitor.url)

    assert (begun(), visitor.step) == ([], "error")


def test_whoever_asks_themselves_is_told_why_it_failed(enter):
    visitor = waits(enter, year="empty")
    StoredJob.objects.update(status="failed", failure="Nothing happened in that year.")
    visitor.opens(visitor.url)

    visitor.submits(_settle="1")

    assert visitor.sees("make-report")
    assert visitor.page.context["notice"] == "Nothing happened in that year."
    assert task_of(visitor).attempts == {"reports/make_report": 1}


def test_work_may_be_given_a_file_of_the_visitor(enter):
    visitor = at_report(enter, flow(Begin, CountLines, Thanks))

    visitor.submits(file=SimpleUploadedFile("lines.txt", b"one\ntwo\nthree"))
    work()
    visitor.opens(visitor.url)

    assert visitor.step == "thanks"
    assert task_of(visitor).state() == {"lines": 3}


@pytest.mark.django_db(transaction=True)
def test_workers_are_told_once_the_run_is_saved(enter, monkeypatch):
    """However fast they are: else they would find nothing to move on."""
    claims = []
    visitor = at_report(enter, Reports)

    def send(key):
        claims.append(task_of(visitor).claim.is_outside)

    monkeypatch.setattr("cmsflows.background.action.send", send)
    visitor.submits(year="1999")

    assert claims == [True]


@pytest.mark.django_db(transaction=True)
def test_a_worker_may_be_done_before_the_visitor_is_answered(enter, monkeypatch):
    monkeypatch.setattr("cmsflows.background.action.send", do_job)
    visitor = at_report(enter, Reports)

    visitor.submits(year="1999")

    assert visitor.step == "thanks"


def test_a_result_for_which_the_run_has_no_room_is_no_crash(enter, settings, caplog):
    """What was done is done: somebody has to look into it, and finds it in the log."""
    visitor = waits(enter, year="9" * 400)
    settings.FLOWS_MAX_RECORD_BYTES = len(json.dumps(record_of(visitor))) + 50
    work()
    visitor.opens(visitor.url)

    visitor.submits(_settle="1")

    assert "We have asked again." in visitor.text
    assert "data-flow-go-on" not in visitor.text
    assert f"What task {task_of(visitor).id} was told cannot be kept." in caplog.text
