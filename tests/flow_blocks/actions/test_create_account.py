"""Create an account: a name, an email address and a password."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError

from cmsflows import COMPLETE, NOT_DONE
from flow_blocks.actions.create_account import CreateAccountForm
from tests.flow_blocks.conftest import Serve

pytestmark = pytest.mark.django_db

ADA = {
    "name": "Ada Lovelace",
    "email": "Ada@Example.com",
    "password1": "a difference engine",
    "password2": "a difference engine",
}
REFUSED = (
    "We could not create an account with these details. If you have been here before, log in "
    "instead."
)


def accounts() -> list[str]:
    return list(get_user_model().objects.values_list("username", flat=True))


def test_it_makes_an_account_and_logs_in(serve: Serve) -> None:
    served = serve("create_account", data=ADA)

    user: Any = get_user_model().objects.get(username="ada@example.com")
    assert served.answer is COMPLETE
    assert served.action.request.user == user
    assert user.email == "ada@example.com"
    assert user.check_password("a difference engine")


def test_it_leaves_no_password(serve: Serve) -> None:
    served = serve("create_account", data=ADA)

    assert served.state == {"name": "Ada Lovelace", "email": "ada@example.com"}


@pytest.mark.parametrize("existing", ["ada@example.com", "ADA@EXAMPLE.COM", "somebody"])
def test_an_address_that_has_an_account_is_refused_without_saying_so(
    serve: Serve, existing: str
) -> None:
    get_user_model().objects.create_user(existing, "ada@EXAMPLE.com", "something else")

    served = serve("create_account", data=ADA)

    assert served.errors == {"__all__": [REFUSED]}
    assert accounts() == [existing]
    assert not served.action.request.user.is_authenticated


def test_who_comes_second_in_a_race_gets_the_same_answer(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(form: CreateAccountForm, user: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(CreateAccountForm, "set_password_and_save", too_late)

    served = serve("create_account", data=ADA)

    assert served.errors == {"__all__": [REFUSED]}


def test_empty_fields_are_named(serve: Serve) -> None:
    served = serve("create_account", data={})

    assert served.errors == {
        "name": ["Enter your name."],
        "email": ["Enter your email address."],
        "password1": ["Choose a password."],
        "password2": ["Enter the password again."],
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 151),
        ("name", "Ada\0"),
        ("email", "ada"),
        ("email", "a" * 150 + "@example.com"),
        ("password2", "an analytical engine"),
        ("password2", "a difference engine "),
        ("password1", "a\0"),
    ],
)
def test_what_cannot_be_right_is_refused(serve: Serve, field: str, value: str) -> None:
    served = serve("create_account", data={**ADA, field: value})

    assert field in served.errors
    assert accounts() == []


def test_the_sites_password_rules_hold(serve: Serve, settings: Any) -> None:
    rules = "django.contrib.auth.password_validation."
    settings.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": f"{rules}MinimumLengthValidator"},
        {"NAME": f"{rules}UserAttributeSimilarityValidator"},
    ]

    short = serve("create_account", data={**ADA, "password1": "short", "password2": "short"})
    similar = serve(
        "create_account",
        data={**ADA, "password1": "ada@example.com", "password2": "ada@example.com"},
    )

    assert "too short" in short.errors["password1"][0]
    assert "too similar" in similar.errors["password1"][0]
    assert accounts() == []


def test_names_come_in_all_scripts(serve: Serve, hostile: str) -> None:
    served = serve("create_account", data={**ADA, "name": hostile})

    assert served.state["name"] == hostile


def test_who_is_logged_in_only_goes_on(serve: Serve) -> None:
    ada = get_user_model().objects.create_user("ada", "ada@example.com", "x")

    served = serve("create_account", data={}, user=ada)

    assert served.answer is COMPLETE
    assert accounts() == ["ada"]


def test_error_reports_do_not_hold_the_password(serve: Serve) -> None:
    """B28, as far as error reports go."""
    served = serve("create_account", data=ADA)

    assert served.action.request.sensitive_post_parameters == ("password1", "password2")


def test_a_second_try_after_a_crash_is_safe(serve: Serve) -> None:
    """An account that was made refuses another of its address, and who is logged in goes on."""
    stranger = serve("create_account").action
    owner = serve("create_account", user=get_user_model().objects.create_user("ada")).action

    assert (stranger.settle(), owner.settle()) == (NOT_DONE, COMPLETE)
