"""What comes of work: a result, a failure with a word for the visitor, or nothing that counts."""

import time

import pytest

from cmsflows import BackgroundAction, Job
from cmsflows.background import jobs
from cmsflows.background.job import MOST
from cmsflows.background.working import action_called, do
from cmsflows.exceptions import JobLostError, UnknownKeyError
from cmsflows.models import StoredJob
from tests.background.jobs_of_tests import KEY, placed
from tests.shop.background import MakeReport
from tests.shop.effects import LEDGER, effects

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ledger_of_effects(tmp_path, monkeypatch):
    monkeypatch.setenv(LEDGER, str(tmp_path / "effects"))


def test_what_is_done_has_a_result():
    placed()

    assert do(KEY)
    assert StoredJob.objects.get().status == "done"


def test_a_failure_says_to_the_visitor_what_it_means_to():
    placed(year="empty")

    assert do(KEY)
    job = StoredJob.objects.get()
    assert (job.status, job.failure) == ("failed", "Nothing happened in that year.")


def test_any_other_failure_says_nothing_to_the_visitor_and_all_to_the_log(caplog):
    placed(year="bad")

    assert do(KEY)
    job = StoredJob.objects.get()
    assert (job.status, job.failure) == ("failed", "")
    assert "the printer is on fire" in caplog.text


def test_an_answer_that_cannot_be_kept_is_a_failure(monkeypatch):
    monkeypatch.setattr(MakeReport, "work", lambda *_, **__: {"report": object()})
    placed()

    do(KEY)

    assert StoredJob.objects.get().status == "failed"


def test_no_answer_is_an_empty_one(monkeypatch):
    monkeypatch.setattr(MakeReport, "work", lambda *_, **__: None)
    placed()

    do(KEY)

    job = StoredJob.objects.get()
    assert (job.status, job.result) == ("done", "{}")


def test_a_worker_of_before_the_deploy_leaves_it_to_others():
    placed(action="shop.MakeSomethingNew")

    assert not do(KEY)
    job = StoredJob.objects.get()
    assert (job.status, job.tries) == ("queued", 1)


def test_what_is_no_background_action_does_no_work():
    """The row may be damaged: nothing is called that is not meant to be."""
    with pytest.raises(UnknownKeyError) as caught:
        action_called("tests.shop.background.Thanks")

    assert "No background action is registered as 'tests.shop.background.Thanks'." in str(
        caught.value
    )


def test_work_is_told_that_its_job_is_lost():
    placed()
    job = Job(jobs.take(KEY))
    StoredJob.objects.update(status="failed")

    with pytest.raises(JobLostError) as caught:
        job.report(1, 2)

    assert str(caught.value) == (
        f"Job {KEY} is over, or another worker is at it; what comes is refused."
    )


@pytest.mark.parametrize(
    ("done", "total", "kept"),
    [
        (3, 10, (3, 10)),
        (3, 0, (3, 0)),
        (12, 10, (10, 10)),
        (-3, -1, (0, 0)),
        (2**70, 2**80, (MOST, MOST)),
    ],
)
def test_it_says_how_far_it_is_in_numbers_that_can_be_kept(done, total, kept):
    placed()

    Job(jobs.take(KEY)).report(done, total)

    job = StoredJob.objects.get()
    assert (job.done, job.total) == kept


def test_a_million_lines_are_not_a_million_writes(django_assert_num_queries):
    placed()
    job = Job(jobs.take(KEY))

    with django_assert_num_queries(1):
        for line in range(1_000):
            job.report(line, 1_000)


def test_a_second_try_is_told_that_it_is_one():
    placed(tries=1)

    assert not Job(jobs.take(KEY)).is_first_try


def test_another_workers_work_is_not_taken_back(monkeypatch):
    """It does the very same, under the same key."""
    taken_back = []

    class Slow(BackgroundAction):
        @classmethod
        def work(cls, job, *, year):
            StoredJob.objects.update(lease_until=time.time() - 1)
            jobs.take(KEY)
            return {}

        @classmethod
        def take_back(cls, key, *, year):
            taken_back.append(key)

    monkeypatch.setattr("cmsflows.background.working.action_called", lambda name: Slow)
    placed()

    assert not do(KEY)
    assert (taken_back, effects()) == ([], [])
