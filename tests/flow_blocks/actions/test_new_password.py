"""New password. The way to it is in `tests/flow_blocks/test_a_forgotten_password.py`."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from cmsflows import COMPLETE, NOT_DONE
from tests.flow_blocks.conftest import Serve

pytestmark = pytest.mark.django_db

NEW = {"password1": "an analytical engine", "password2": "an analytical engine"}


@pytest.fixture
def ada() -> Any:
    return get_user_model().objects.create_user("ada", "ada@example.com", "a difference engine")


def test_without_a_code_there_is_no_new_password(serve: Serve, ada: Any) -> None:
    served = serve("new_password", data=NEW)

    assert served.errors == {
        "__all__": ["The code you entered is not valid any more. Go back and ask for a new one."]
    }
    assert not served.action.request.user.is_authenticated


def test_who_is_logged_in_only_goes_on(serve: Serve, ada: Any) -> None:
    served = serve("new_password", data=NEW, user=ada)

    assert served.answer is COMPLETE
    ada.refresh_from_db()
    assert ada.check_password("a difference engine")


def test_error_reports_do_not_hold_the_password(serve: Serve) -> None:
    """B28, as far as error reports go."""
    served = serve("new_password", data=NEW)

    assert served.action.request.sensitive_post_parameters == ("password1", "password2")


def test_a_try_that_broke_off_begins_with_a_new_code(serve: Serve, ada: Any) -> None:
    stranger, owner = serve("new_password").action, serve("new_password", user=ada).action

    assert (stranger.settle(), owner.settle()) == (NOT_DONE, COMPLETE)
    assert owner.state == {"name": "ada", "email": "ada@example.com"}
