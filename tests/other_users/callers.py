"""What holds with `Caller`. Run in a process of its own by `tests/flow_blocks/test_custom_users`.

A user model cannot be exchanged while Django runs.
"""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.checks import run_checks

from cmsflows import COMPLETE
from tests.flow_blocks.conftest import Serve

pytest_plugins = ["tests.flow_blocks.conftest"]
pytestmark = pytest.mark.django_db

SECRET = "a difference engine"
ADA = {
    "name": "Ada Lovelace",
    "email": "Ada@Example.com",
    "phone": "0301234567",
    "password1": SECRET,
    "password2": SECRET,
}


def test_a_caller_is_asked_for_the_number(serve: Serve) -> None:
    fields = serve("create_account").action.get_form().fields

    served = serve("create_account", data=ADA)

    user: Any = get_user_model().objects.get()
    assert list(fields) == ["email", "phone", "password1", "password2"]
    assert fields["email"].widget.attrs["autocomplete"] == "email"
    assert served.action.request.user == user
    assert (user.phone, user.email) == ("0301234567", "ada@example.com")
    assert served.state == {"name": "0301234567", "email": "ada@example.com"}


def test_a_number_is_taken_once(serve: Serve) -> None:
    serve("create_account", data=ADA)

    served = serve("create_account", data={**ADA, "email": "eve@example.com"})

    assert list(served.errors) == ["__all__"]
    assert get_user_model().objects.count() == 1


def test_a_caller_logs_in_by_number(serve: Serve) -> None:
    serve("create_account", data=ADA)

    served = serve("log_in", data={"username": "0301234567", "password": SECRET})

    assert served.answer is COMPLETE
    assert serve("log_in").action.get_form()["username"].label == "Phone"


def test_what_nobody_can_ask_for_is_told_before_anybody_signs_up() -> None:
    found = run_checks(tags=["flow_blocks"])

    assert [(each.id, each.msg) for each in found] == [
        (
            "flow_blocks.W001",
            "“Create an account” cannot ask for patron, which other_users.Caller requires.",
        )
    ]
