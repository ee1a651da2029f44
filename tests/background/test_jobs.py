"""A job is held by one worker at a time, and is over once."""

import time

import pytest

from cmsflows.background import jobs
from cmsflows.models import StoredJob
from cmsflows.testing.processes import in_processes
from tests.background.jobs_of_tests import KEY, placed

pytestmark = pytest.mark.django_db

LOST = {"status": "running", "holder": "c" * 32, "lease_until": 0.0}


def test_a_job_is_taken_once():
    placed()

    taken, again = jobs.take(KEY), jobs.take(KEY)

    assert (taken.status, taken.tries) == ("running", 1)
    assert again is None


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_takes_it():
    placed()

    answers = in_processes(takes, store="cmsflows.statestore.django_store")

    assert sorted(answers) == [False] * 7 + [True]


def takes(_store, _number):
    return jobs.take(KEY) is not None


def test_who_is_not_heard_of_loses_it_to_another():
    placed(tries=1, **LOST)

    taken = jobs.take(KEY)

    assert (taken.tries, taken.holder != LOST["holder"]) == (2, True)


def test_what_was_lost_too_often_is_not_tried_again():
    placed(tries=3, **LOST)

    assert jobs.take(KEY) is None


def test_what_is_late_is_not_begun():
    placed(deadline=time.time() - 1)

    assert jobs.take(KEY) is None


def test_what_nobody_has_placed_cannot_be_taken():
    assert jobs.take(KEY) is None


def test_who_has_lost_it_can_record_nothing():
    placed()
    lost = jobs.take(KEY)
    StoredJob.objects.update(lease_until=0.0)
    jobs.take(KEY)

    said = [
        jobs.live_on(lost),
        jobs.report(lost, done=1, total=2),
        jobs.finish(lost, "{}"),
        jobs.fail(lost, "No."),
    ]

    assert said == [False] * 4
    assert StoredJob.objects.get().status == "running"


def test_what_is_over_stays_so():
    placed()
    held = jobs.take(KEY)
    jobs.finish(held, "{}")
    StoredJob.objects.update(deadline=0.0)

    is_failed = jobs.fail(held, "No.")
    job = jobs.look(KEY)

    assert (is_failed, job.status, jobs.take(KEY)) == (False, "done", None)


def test_whoever_looks_finds_out_that_the_time_is_up():
    placed(deadline=time.time() - 1)

    assert jobs.look(KEY).status == "failed"


def test_placing_it_again_changes_nothing():
    placed()
    before = StoredJob.objects.values().get()

    placed(year="2000")

    assert StoredJob.objects.values().get() == before


def test_placing_it_again_begins_anew_where_its_worker_was_lost():
    placed(tries=3, **LOST)

    again = placed(year="2000")

    assert (again.status, again.tries) == ("queued", 0)
    assert "2000" in again.arguments


def test_a_run_that_knows_leaves_nothing_personal():
    placed(status="done", result='{"report": "of Ann"}')

    jobs.told(KEY)

    job = StoredJob.objects.get()
    assert (job.is_told, job.arguments, job.result) == (True, "", "")


def test_a_run_cannot_know_before_it_is_over():
    placed()

    jobs.told(KEY)

    assert not StoredJob.objects.get().is_told


def test_with_keys_it_rests_encrypted(settings):
    settings.FLOWS_ENCRYPTION_KEYS = ["bm90IGEgc2VjcmV0LCBidXQgdGhpcnR5LXR3byBieXQ="]

    job = placed(year="1848")

    assert "1848" not in job.arguments
    assert job.arguments.startswith("gAAAA")
