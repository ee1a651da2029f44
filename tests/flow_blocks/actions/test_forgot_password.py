"""Forgot password: an address. The way on is in `tests/flow_blocks/test_a_forgotten_password.py`."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from cmsflows import COMPLETE
from flow_blocks.models import EmailedCode
from tests.flow_blocks.conftest import Serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Any:
    return get_user_model().objects.create_user("ada", "ada@example.com", "x")


def test_it_mails_a_code_and_keeps_the_address(serve: Serve, ada: Any) -> None:
    served = serve("forgot_password", data={"email": "ada@example.com"})

    assert served.answer is COMPLETE
    assert served.state == {"reset_email": "ada@example.com"}
    assert [each.to for each in mail.outbox] == [["ada@example.com"]]


def test_looking_at_it_does_nothing(serve: Serve, ada: Any) -> None:
    serve("forgot_password")

    assert mail.outbox == []
    assert not EmailedCode.objects.exists()


def test_an_empty_field_is_named(serve: Serve) -> None:
    assert serve("forgot_password", data={}).errors == {"email": ["Enter your email address."]}


def test_odd_addresses_are_refused(serve: Serve, hostile: str) -> None:
    served = serve("forgot_password", data={"email": hostile})

    assert served.errors == {"email": ["Enter an email address like name@example.com."]}
    assert mail.outbox == []


def test_who_is_logged_in_only_goes_on(serve: Serve, ada: Any) -> None:
    served = serve("forgot_password", data={}, user=ada)

    assert served.answer is COMPLETE
    assert mail.outbox == []
