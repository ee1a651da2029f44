"""Log out: a button. What becomes of the run, `tests/flow_blocks/test_logging_out.py` shows."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from cmsflows import COMPLETE
from tests.flow_blocks.conftest import Serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Any:
    return get_user_model().objects.create_user("ada", "ada@example.com", "x")


def test_it_logs_out(serve: Serve, ada: Any) -> None:
    served = serve("log_out", data={}, user=ada)

    assert served.answer is COMPLETE
    assert not served.action.request.user.is_authenticated


def test_looking_at_it_logs_nobody_out(serve: Serve, ada: Any) -> None:
    served = serve("log_out", user=ada)

    assert served.action.request.user == ada


def test_who_is_not_logged_in_goes_on(serve: Serve) -> None:
    assert serve("log_out", data={}).answer is COMPLETE
