"""Whatever visitors do in whatever order, the ledger keeps what it promises.

Random walks, compared with a reference model at each move. CMSFLOWS_MODEL_EXAMPLES is how many are
walked, CMSFLOWS_MODEL_STORE the store that tasks rest in; `--hypothesis-seed` takes other ways.
"""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import Visits
from tests.shop.effects import LEDGER

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("CMSFLOWS_MODEL_EXAMPLES", "100"))
STORE = os.environ.get("CMSFLOWS_MODEL_STORE", "cmsflows.statestore.memory_store")

WALKS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=30,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    phases=[Phase.generate] if os.environ.get("NOSHRINK") else list(Phase),
)


@pytest.fixture(autouse=True)
def _site(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The flow's own addresses, and nobody to wait for. `Any`: pytest's settings."""
    settings.ROOT_URLCONF = "tests.model.site"
    settings.FLOWS_STATE_STORE = STORE
    settings.FLOWS_COMMIT_WAIT = 0
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    monkeypatch.setenv(LEDGER, str(tmp_path / "effects"))
    logging.disable()  # what fails is meant to
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def users() -> Iterator[None]:
    users = map(get_user_model().objects.create_user, ["mary", "john"])
    Visits.users = {user.get_username(): str(user.pk) for user in users}
    yield
    Visits.users = {}


@pytest.mark.slow
@pytest.mark.usefixtures("users")
def test_the_ledger_keeps_its_promises_on_any_walk() -> None:
    """B02, B03, B05, B08-B22, B24, B29-B31, B58, B63"""
    run_state_machine_as_test(Visits, settings=WALKS)
