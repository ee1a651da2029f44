"""Whoever looks after jobs sends again what was lost, and forgets what is over."""

import time

import pytest

from cmsflows.background import jobs
from cmsflows.background.tending import Tended, tend
from cmsflows.models import StoredJob
from tests.background.jobs_of_tests import placed

pytestmark = pytest.mark.django_db

LONG_AGO = 1.0


@pytest.fixture
def sent(settings, monkeypatch):
    """What the workers were told."""
    settings.FLOWS_BACKGROUND = True
    told: list[str] = []
    monkeypatch.setattr("cmsflows.background.tending.send", told.append)
    return told


def nobody(job):
    raise AssertionError(f"{job} is not over.")


def test_a_job_of_whom_workers_were_just_told_is_left_alone(sent):
    placed()

    assert tend(nobody) == Tended()
    assert sent == []


def test_a_job_that_waits_for_long_is_sent_again_once(sent):
    placed(touched_at=LONG_AGO)

    tend(nobody)
    tend(nobody)

    assert sent == [StoredJob.objects.get().key]


def test_a_job_whose_worker_is_lost_is_sent_again(sent):
    placed(status="running", lease_until=LONG_AGO, tries=1, touched_at=LONG_AGO)

    assert tend(nobody) == Tended(sent=1)


def test_a_job_that_is_being_done_is_left_alone(sent):
    placed(status="running", lease_until=time.time() + 9, tries=1, touched_at=LONG_AGO)

    assert tend(nobody) == Tended()


def test_without_workers_nobody_is_told(sent, settings):
    settings.FLOWS_BACKGROUND = False
    placed(touched_at=LONG_AGO)

    tend(nobody)

    assert sent == []


def test_the_run_of_what_is_over_is_told(sent):
    placed("a" * 32, status="done", touched_at=jobs.NEVER)
    placed("b" * 32, deadline=LONG_AGO)
    told = []

    tended = tend(lambda job: bool(told.append(job.key)) or True)

    assert sorted(told) == ["a" * 32, "b" * 32]
    assert tended == Tended(given_up=1, told=2)


def test_who_could_not_be_told_does_not_keep_others_from_it(sent, monkeypatch):
    """The longest forgotten has its turn first."""
    monkeypatch.setattr("cmsflows.background.tending.BATCH", 1)
    placed("a" * 32, status="done", touched_at=2.0)
    placed("b" * 32, status="done", touched_at=1.0)
    told = []

    for _ in range(2):
        tend(lambda job: bool(told.append(job.key)))

    assert told == ["b" * 32, "a" * 32]


def test_what_is_over_is_forgotten_in_the_end(sent, settings):
    placed("a" * 32, status="done", is_told=True, touched_at=LONG_AGO)
    placed("b" * 32, status="done", is_told=True, touched_at=time.time())
    placed("c" * 32, status="failed", created_at=LONG_AGO, touched_at=time.time())

    tended = tend(nobody)

    assert tended.forgotten == 2
    assert StoredJob.objects.get().key == "b" * 32
