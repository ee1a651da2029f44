"""Workers of Celery's own do the work of a step, over real brokers, whatever becomes of them."""

import pytest

from cmsflows.models import StoredJob
from cmsflows.tasks import send
from cmsflows.testing import Visitor
from cmsflows.workers import tend_jobs
from tests.celery.conftest import application, eventually, use
from tests.celery.urls import careful, handler
from tests.journeys.records import task_of
from tests.journeys.workers import time_goes_by
from tests.shop.background import GO_ON, begun, made
from tests.shop.effects import LEDGER, do

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _served_here_too(settings, tmp_path, monkeypatch):
    settings.ROOT_URLCONF = "tests.celery.urls"
    monkeypatch.setenv(LEDGER, str(tmp_path / "effects"))


def waits(year):
    """A visitor who has sent the form; nothing says that there are workers but the broker."""
    visitor = Visitor()
    visitor.opens(handler.flow_entry_link(careful))
    visitor.submits()
    visitor.submits(year=year)
    return visitor


def goes_on(visitor):
    """Where the visitor is once they need not wait any more."""

    def is_led_on():
        visitor.opens(visitor.url)
        return "cmsflows/working.html" not in [each.name for each in visitor.page.templates]

    return visitor.step if eventually(is_led_on) else "still waiting"


def test_a_worker_moves_the_run_on_though_it_is_told_twice(site, celery):
    visitor = waits("1999")
    said = visitor.text
    send(StoredJob.objects.get().key)

    celery.worker()

    assert "We are working on it" in said
    assert goes_on(visitor) == "thanks", celery.log()
    assert task_of(visitor).state() == {"report": "Report of 1999"}
    assert len(begun()) == 1


@pytest.mark.parametrize("broker", ["rabbitmq"], indirect=True)
def test_what_fails_takes_the_error_exit(site, celery):
    visitor = waits("bad")

    celery.worker()

    assert goes_on(visitor) == "error", celery.log()


def test_a_worker_killed_half_way_is_followed_by_another_under_the_same_key(site, celery):
    """SIGKILL: it says goodbye to nobody."""
    visitor = waits("slow")
    first = celery.worker()
    assert eventually(begun), celery.log()
    first.kill()
    first.wait()

    celery.worker()
    celery.beat()
    is_begun_again = eventually(lambda: len(begun()) == 2)
    do(GO_ON)

    assert is_begun_again, celery.log()
    assert goes_on(visitor) == "thanks", celery.log()
    assert len(set(begun())) == 1
    assert len(made()) == 1


@pytest.mark.parametrize("broker", ["redis"], indirect=True)
def test_a_worker_killed_after_the_effect_has_it_once(site, celery):
    """The effect is done, and nobody was told: that is what the key is for."""
    visitor = waits("killed")
    celery.worker()
    assert eventually(made), celery.log()

    celery.worker()
    celery.beat()

    assert goes_on(visitor) == "thanks", celery.log()
    assert (len(begun()), len(made())) == (2, 1)


@pytest.mark.parametrize("broker", ["rabbitmq"], indirect=True)
def test_work_that_takes_long_is_not_begun_by_another(site, celery):
    """It is silent for longer than the lease, and its heart beats."""
    visitor = waits("silent")

    celery.worker()
    celery.worker()
    celery.beat()

    assert goes_on(visitor) == "thanks", celery.log()
    assert len(begun()) == 1


@pytest.mark.parametrize("broker", ["redis"], indirect=True)
def test_what_takes_too_long_takes_the_error_exit(site, celery):
    visitor = waits("slow")
    celery.worker()
    assert eventually(begun), celery.log()

    time_goes_by(deadline=0.0)
    celery.worker()
    celery.beat()

    assert goes_on(visitor) == "error", celery.log()


@pytest.mark.parametrize("broker", ["redis"], indirect=True)
def test_while_the_broker_is_away_the_visitor_waits_and_nothing_is_lost(
    site, celery, redis_server, monkeypatch
):
    redis_server.stop()
    use(application(redis_server.url, celery.name), monkeypatch)

    visitor = waits("1999")
    said = visitor.text
    use(site, monkeypatch)
    tend_jobs()
    celery.worker()

    assert "We are working on it" in said
    assert goes_on(visitor) == "thanks", celery.log()
