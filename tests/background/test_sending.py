"""Whether there are workers is a setting's to say, or a broker's that the site has named."""

import time

import pytest
from celery import Celery

from cmsflows.background import sending
from cmsflows.background.sending import has_workers, send
from cmsflows.exceptions import DefinitionError
from cmsflows.models import StoredJob
from tests.background.jobs_of_tests import KEY, placed

NOBODY_LISTENS = "127.0.0.1:9"


@pytest.fixture
def site_has(monkeypatch):
    """Let the site's Celery application be one with these settings."""

    # Remembered before there is another one: the first becomes the default by being made.
    monkeypatch.setattr("celery._state._tls.current_app", None)
    monkeypatch.setattr("celery._state.default_app", None)

    def use(**said):
        app = Celery("site", set_as_current=False)
        app.conf.update(said)
        monkeypatch.setattr("celery._state.default_app", app)

    return use


@pytest.mark.parametrize(
    ("said", "are_there"),
    [
        ({}, False),
        ({"broker_url": "amqp://broker.example//"}, True),
        ({"broker_write_url": "amqp://broker.example//"}, True),
        ({"task_always_eager": True}, True),
    ],
)
def test_there_are_workers_where_the_site_names_a_broker(site_has, said, are_there):
    """Celery itself would guess one on this machine, and visitors would wait for nobody."""
    site_has(**said)

    assert has_workers() is are_there


@pytest.mark.parametrize("said", [True, False])
def test_the_setting_goes_before_that(settings, site_has, said):
    settings.FLOWS_BACKGROUND = said
    site_has(broker_url="" if said else "amqp://broker.example//")

    assert has_workers() is said


def test_without_celery_there_are_none(monkeypatch):
    monkeypatch.setattr(sending, "is_installed", lambda: False)

    assert not has_workers()


def test_who_wants_workers_must_install_celery(settings, monkeypatch):
    settings.FLOWS_BACKGROUND = True
    monkeypatch.setattr(sending, "is_installed", lambda: False)

    with pytest.raises(DefinitionError) as caught:
        has_workers()

    assert str(caught.value) == (
        "FLOWS_BACKGROUND is True, and Celery is not installed. Install cmsflows[celery]."
    )


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["amqp", "redis"])
def test_a_broker_that_is_away_keeps_nobody_waiting(site_has, scheme, caplog):
    """The job is sent later, and soon."""
    site_has(broker_url=f"{scheme}://{NOBODY_LISTENS}//")
    placed()
    began = time.monotonic()

    send(KEY)

    assert time.monotonic() - began < 5
    assert StoredJob.objects.get().touched_at == 0.0
    assert f"Job {KEY} waits until the workers can be told of it." in caplog.text
