"""Log in: with the account one has."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import PermissionDenied

from cmsflows import COMPLETE
from tests.flow_blocks.conftest import Serve

pytestmark = pytest.mark.django_db

RIGHT = {"username": "ada", "password": "a difference engine"}


@pytest.fixture
def ada() -> Any:
    return get_user_model().objects.create_user(
        "ada", "ada@example.com", "a difference engine", first_name="Ada", last_name="Lovelace"
    )


def test_it_logs_in(serve: Serve, ada: Any) -> None:
    served = serve("log_in", data=RIGHT)

    assert served.answer is COMPLETE
    assert served.action.request.user == ada
    assert served.action.request.session["_auth_user_id"] == str(ada.pk)


def test_it_leaves_what_the_account_says_and_no_password(serve: Serve, ada: Any) -> None:
    served = serve("log_in", data=RIGHT)

    assert served.state == {"name": "Ada Lovelace", "email": "ada@example.com"}


def test_an_account_may_say_little(serve: Serve) -> None:
    get_user_model().objects.create_user("ada", password="a difference engine")

    served = serve("log_in", data=RIGHT)

    assert served.state == {"name": "ada", "email": ""}


@pytest.mark.parametrize(
    "data",
    [
        {"username": "ada", "password": "wrong"},
        {"username": "nobody", "password": "a difference engine"},
        {"username": "a" * 100_000, "password": "a difference engine"},
        {"username": "ada", "password": "x" * 100_000},
    ],
)
def test_a_wrong_password_and_an_unknown_name_get_one_answer(
    serve: Serve, ada: Any, data: dict[str, str]
) -> None:
    served = serve("log_in", data=data)

    assert served.errors == {
        "__all__": [
            "Please enter a correct username and password. Note that both fields may be "
            "case-sensitive."
        ]
    }
    assert not served.action.request.user.is_authenticated


def test_an_account_that_was_closed_gets_the_same_answer(serve: Serve, ada: Any) -> None:
    ada.is_active = False
    ada.save()

    served = serve("log_in", data=RIGHT)

    assert list(served.errors) == ["__all__"]
    assert "correct username and password" in served.errors["__all__"][0]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({**RIGHT, "username": ""}, "username"),
        ({**RIGHT, "password": ""}, "password"),
        ({**RIGHT, "username": "ada\0"}, "username"),
        ({**RIGHT, "password": "\0"}, "password"),
    ],
)
def test_what_cannot_be_right_is_refused(
    serve: Serve, ada: Any, data: dict[str, str], field: str
) -> None:
    served = serve("log_in", data=data)

    assert field in served.errors
    assert served.state == {}


def test_what_is_missing_is_named(serve: Serve, ada: Any) -> None:
    served = serve("log_in", data={})

    assert served.errors == {
        "username": ["Enter your username."],
        "password": ["Enter your password."],
    }


class Locked:
    """A backend that has counted too many tries."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        raise PermissionDenied


def too_often(sender: Any, **kwargs: Any) -> None:
    raise PermissionDenied


@pytest.mark.parametrize("by", ["backend", "signal"])
def test_a_backend_that_locks_people_out_does_not_sound_different(
    serve: Serve, ada: Any, settings: Any, by: str
) -> None:
    """django-axes raises from its backend; others do where they hear of a failure."""
    if by == "backend":
        settings.AUTHENTICATION_BACKENDS = [
            f"{__name__}.Locked",
            "django.contrib.auth.backends.ModelBackend",
        ]
    else:
        user_login_failed.connect(too_often)

    served = serve("log_in", data=RIGHT if by == "backend" else {**RIGHT, "password": "wrong"})
    user_login_failed.disconnect(too_often)

    assert list(served.errors) == ["__all__"]
    assert served.errors["__all__"][0].startswith("Please enter a correct username and password.")


def test_the_request_goes_to_the_backends(serve: Serve, ada: Any) -> None:
    """Those which count tries by address need it."""
    seen = []

    def note(sender: Any, request: Any = None, **kwargs: Any) -> None:
        seen.append(request)

    user_login_failed.connect(note)
    served = serve("log_in", data={**RIGHT, "password": "wrong"})
    user_login_failed.disconnect(note)

    assert seen == [served.action.request]


def test_odd_names_are_only_unknown(serve: Serve, hostile: str) -> None:
    served = serve("log_in", data={"username": hostile, "password": hostile})

    assert list(served.errors) == ["__all__"]


def test_who_is_logged_in_only_goes_on(serve: Serve, ada: Any) -> None:
    served = serve("log_in", data={}, user=ada)

    assert served.answer is COMPLETE
    assert served.state["email"] == "ada@example.com"


def test_error_reports_do_not_hold_the_password(serve: Serve, ada: Any) -> None:
    """B28, as far as error reports go."""
    served = serve("log_in", data=RIGHT)

    assert served.action.request.sensitive_post_parameters == ("password",)
