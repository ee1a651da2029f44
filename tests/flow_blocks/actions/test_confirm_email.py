"""Confirm an email address; `tests/flow_blocks/test_confirming_an_address.py` has the whole way."""

import pytest
from django.core import mail

from tests.flow_blocks.conftest import Serve

pytestmark = pytest.mark.django_db


def test_looking_at_it_does_nothing(serve: Serve) -> None:
    serve("confirm_email")

    assert mail.outbox == []


def test_without_an_address_nothing_is_sent(serve: Serve) -> None:
    served = serve("confirm_email", data={"send_code": "1"})

    assert served.errors == {
        "__all__": [
            "We do not know your email address. Go back and enter one like name@example.com."
        ]
    }
    assert mail.outbox == []


def test_odd_codes_are_no_codes(serve: Serve, hostile: str) -> None:
    served = serve("confirm_email", data={"code": hostile})

    assert served.errors == {"code": ["Enter the six digits of the code in our email."]}
