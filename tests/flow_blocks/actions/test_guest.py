"""Go on as a guest: without an account."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from cmsflows import COMPLETE
from tests.flow_blocks.conftest import Serve

ADA = {"name": "Ada Lovelace", "email": "ada@example.com"}
EMAIL_ONLY = {"ask": "email"}


def test_it_asks_for_a_name_and_an_address(serve: Serve) -> None:
    served = serve("guest", data=ADA)

    assert served.answer is COMPLETE
    assert served.state == {"is_guest": True, **ADA}


def test_an_address_may_be_enough(serve: Serve) -> None:
    served = serve("guest", EMAIL_ONLY, data={"email": "ada@example.com"})

    assert served.state == {"is_guest": True, "name": "", "email": "ada@example.com"}


def test_what_is_not_asked_for_is_not_kept(serve: Serve) -> None:
    served = serve("guest", EMAIL_ONLY, data={**ADA, "is_guest": "no"})

    assert served.state == {"is_guest": True, "name": "", "email": "ada@example.com"}


def test_empty_fields_are_named(serve: Serve) -> None:
    served = serve("guest", data={})

    assert served.errors == {"name": ["Enter your name."], "email": ["Enter your email address."]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 201),
        ("name", "Ada\0"),
        ("email", "ada"),
        ("email", "a" * 300 + "@example.com"),
        ("email", "ada@example.com\r\nBcc: eve@example.com"),
    ],
)
def test_what_cannot_be_right_is_refused(serve: Serve, field: str, value: str) -> None:
    served = serve("guest", data={**ADA, field: value})

    assert field in served.errors
    assert served.state == {}


def test_names_come_in_all_scripts(serve: Serve, hostile: str) -> None:
    served = serve("guest", data={**ADA, "name": hostile})

    assert served.state["name"] == hostile


@pytest.mark.django_db
def test_who_is_logged_in_goes_on_as_who_they_are(serve: Serve) -> None:
    ada: Any = get_user_model().objects.create_user("ada", "ada@example.com", "x")

    served = serve("guest", data={}, user=ada)

    assert served.answer is COMPLETE
    assert served.state == {"is_guest": False, "name": "ada", "email": "ada@example.com"}
