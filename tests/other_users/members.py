"""What holds with `Member`. Run in a process of its own by `tests/flow_blocks/test_custom_users`.

A user model cannot be exchanged while Django runs.
"""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.checks import run_checks

from cmsflows import COMPLETE, Linear, Scaffold
from cmsflows.testing import Visitor
from flow_blocks.actions.enter_code import EnterCode
from flow_blocks.actions.forgot_password import ForgotPassword
from flow_blocks.actions.message import Message
from flow_blocks.actions.new_password import NewPassword
from tests.flow_blocks.conftest import Serve
from tests.flow_blocks.mails import last_code
from tests.journeys import in_code

pytest_plugins = ["tests.flow_blocks.conftest"]
pytestmark = pytest.mark.django_db

SECRET = "a difference engine"
ADA = {
    "name": "Ada Lovelace",
    "email": "Ada@Example.com",
    "born_in": "1815",
    "password1": SECRET,
    "password2": SECRET,
}


class Forgotten(Scaffold):
    action_set = [ForgotPassword, EnterCode, NewPassword, Message]
    transition = Linear


def test_a_member_signs_up_with_what_the_model_wants(serve: Serve) -> None:
    served = serve("create_account", data=ADA)

    user: Any = get_user_model().objects.get()
    assert served.answer is COMPLETE
    assert served.action.request.user == user
    assert (user.email, user.full_name, user.born_in) == ("ada@example.com", "Ada Lovelace", 1815)
    assert user.check_password(SECRET)
    assert served.state == {"name": "Ada Lovelace", "email": "ada@example.com"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("born_in", ""),
        ("born_in", "yesterday"),
        ("born_in", "-1"),
        ("name", "x" * 21),
        ("email", "a" * 50 + "@example.com"),
    ],
)
def test_what_the_model_cannot_hold_is_refused(serve: Serve, field: str, value: str) -> None:
    served = serve("create_account", data={**ADA, field: value})

    assert list(served.errors) == [field]
    assert not get_user_model().objects.exists()


def test_a_member_logs_in_by_address(serve: Serve) -> None:
    serve("create_account", data=ADA)

    served = serve("log_in", data={"username": "ada@example.com", "password": SECRET})
    wrong = serve("log_in", data={"username": "ada@example.com", "password": "wrong"})
    field = serve("log_in").action.get_form()["username"]

    assert served.answer is COMPLETE
    assert served.state == {"name": "Ada Lovelace", "email": "ada@example.com"}
    assert wrong.errors["__all__"][0].startswith("Please enter a correct email address")
    assert field.label == "Email address"
    assert field.field.widget.input_type == "email"


def test_an_address_is_taken_once(serve: Serve) -> None:
    serve("create_account", data=ADA)

    served = serve("create_account", data={**ADA, "email": "ADA@EXAMPLE.COM"})

    assert list(served.errors) == ["__all__"]
    assert get_user_model().objects.count() == 1


def test_a_member_forgets_the_password(settings: Any) -> None:
    handler = in_code.serve(settings, Forgotten)
    user: Any = get_user_model()(email="ada@example.com", born_in=1815)
    user.set_password(SECRET)
    user.save()
    visitor = Visitor()
    visitor.opens(handler.flow_entry_link(handler.entry_points[0]))

    visitor.submits(email="ada@example.com")
    visitor.submits(code=last_code())
    visitor.submits(password1="an analytical engine", password2="an analytical engine")

    user.refresh_from_db()
    assert visitor.sees("message")
    assert visitor.client.session["_auth_user_id"] == str(user.pk)
    assert user.check_password("an analytical engine")
    assert len(mail.outbox) == 1


def test_nothing_is_wrong_with_members() -> None:
    assert run_checks(tags=["flow_blocks"]) == []
