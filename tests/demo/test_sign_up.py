"""The demo's sign-up: an account, and an address that is confirmed by a code."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from cmsflows.testing import Visitor
from tests.flow_blocks.mails import another, last_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(shop: None) -> Visitor:
    visitor = Visitor()
    visitor.opens("/sign-up/")
    return visitor


def creates_an_account(visitor: Visitor) -> None:
    visitor.submits()
    visitor.submits(
        name="Grace Hopper",
        email="grace@example.com",
        password1="a compiler of hers",
        password2="a compiler of hers",
    )


def test_an_address_is_confirmed_by_the_code_that_was_sent_there(visitor: Visitor) -> None:
    creates_an_account(visitor)
    visitor.submits(send_code="1")
    visitor.submits(code=last_code())

    assert "Thank you" in visitor.text
    assert mail.outbox[-1].to == ["grace@example.com"]
    grace = get_user_model().objects.get(email="grace@example.com")
    assert visitor.client.session["_auth_user_id"] == str(grace.pk)


def test_a_wrong_code_confirms_nothing(visitor: Visitor) -> None:
    creates_an_account(visitor)
    visitor.submits(send_code="1")

    visitor.submits(code=another(last_code()))

    assert visitor.step == "confirm-your-address"
    assert visitor.errors == {
        "code": ["This is not the code in our email. Check it, and that it is our latest email."]
    }


def test_nothing_is_sent_before_it_is_asked_for(visitor: Visitor) -> None:
    creates_an_account(visitor)

    assert visitor.step == "confirm-your-address"
    assert mail.outbox == []


def test_who_is_logged_in_makes_no_second_account(visitor: Visitor) -> None:
    visitor.client.login(username="ada", password="ada")

    visitor.submits()

    assert "You are logged in as <strong>ada</strong>." in visitor.text
    visitor.submits()
    assert visitor.step == "confirm-your-address"
