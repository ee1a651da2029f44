"""Somebody shows by a code that an email address is theirs."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from cmsflows.testing import Visitor, flow_page, step
from flow_blocks.models import EmailedCode
from tests.flow_blocks.mails import another, last_code
from tests.flow_blocks.test_a_forgotten_password import errors, later
from tests.journeys.records import task_of

pytestmark = pytest.mark.django_db

CONFIRMED_ONLY = [{"type": "email_confirmed", "options": {}}]


@pytest.fixture
def visitor() -> Visitor:
    flow_page(
        step("guest", "Guest", options={"ask": "email"}),
        step("confirm_email", "Confirm"),
        step("test_note", "Thanks"),
    )
    return at_confirm("ada@example.com")


def at_confirm(email: str) -> Visitor:
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(email=email)
    assert visitor.step == "confirm"
    return visitor


def test_a_button_sends_the_code_and_the_code_leads_on(visitor: Visitor) -> None:
    before = visitor.text
    visitor.submits(send_code="1")
    after = visitor.text

    visitor.submits(code=last_code())

    assert visitor.sees("thanks")
    assert "Send me a code" in before
    assert 'name="code"' not in before
    assert 'name="code"' in after
    assert 'autocomplete="one-time-code"' in after
    assert 'inputmode="numeric"' in after
    assert mail.outbox[0].to == ["ada@example.com"]
    assert task_of(visitor).state() == {
        "is_guest": True,
        "name": "",
        "email": "ada@example.com",
        "confirmed_email": "ada@example.com",
    }


def test_looking_at_the_page_mails_and_keeps_nothing(visitor: Visitor) -> None:
    visitor.opens(visitor.url)

    assert mail.outbox == []
    assert not EmailedCode.objects.exists()


def test_loading_the_page_again_sends_no_second_mail(visitor: Visitor) -> None:
    visitor.submits(send_code="1")
    visitor.opens(visitor.url)

    assert len(mail.outbox) == 1
    assert visitor.page is not None
    assert visitor.page.status_code == 200


def test_who_clicks_twice_is_sent_one_code(visitor: Visitor) -> None:
    tab = visitor.twin()
    visitor.submits(send_code="1")
    tab.submits(send_code="1")

    assert len(mail.outbox) == 1
    assert list(errors(tab)) == ["__all__"]
    tab.submits(code=last_code())
    assert tab.sees("thanks")


def test_a_wrong_code_is_refused(visitor: Visitor) -> None:
    visitor.submits(send_code="1")

    visitor.submits(code=another(last_code()))

    assert visitor.step == "confirm"
    assert errors(visitor) == {
        "code": ["This is not the code in our email. Check it, and that it is our latest email."]
    }


def test_a_code_before_any_was_sent_is_refused(visitor: Visitor) -> None:
    visitor.submits(code="123456")

    assert visitor.step == "confirm"
    assert list(errors(visitor)) == ["__all__"]


def test_another_address_has_to_be_confirmed_anew(visitor: Visitor) -> None:
    visitor.submits(send_code="1")
    code = last_code()
    visitor.submits(code=code)
    visitor.goes_back()
    visitor.goes_back()
    visitor.submits(email="eve@example.com")

    visitor.submits(code=code)

    assert visitor.step == "confirm"
    assert "confirmed_email" not in task_of(visitor).state()


def test_an_address_given_later_is_not_confirmed() -> None:
    """The rule leads back to the step, which asks for a code for that one."""
    flow_page(
        step("guest", "Guest", options={"ask": "email"}),
        step("confirm_email", "Confirm"),
        step("contact_details", "You", options={"phone": "no"}),
        step("test_note", "Thanks", preconditions=CONFIRMED_ONLY),
    )
    visitor = at_confirm("ada@example.com")
    visitor.submits(send_code="1")
    visitor.submits(code=last_code())

    visitor.submits(name="Eve", email="eve@example.com")

    assert visitor.step == "confirm"
    assert "Please confirm your email address to continue." in visitor.text
    assert "<strong>eve@example.com</strong>" in visitor.text
    visitor.submits(send_code="1")
    visitor.submits(code=last_code())
    assert mail.outbox[-1].to == ["eve@example.com"]
    assert visitor.sees("thanks")


def test_an_address_that_was_confirmed_is_not_asked_for_again() -> None:
    flow_page(
        step("guest", "Guest", options={"ask": "email"}),
        step("confirm_email", "Confirm"),
        step("confirm_email", "Again", name="second"),
        step("test_note", "Thanks"),
    )
    visitor = at_confirm("ada@example.com")
    visitor.submits(send_code="1")
    visitor.submits(code=last_code())

    is_said = "<strong>ada@example.com</strong> is confirmed." in visitor.text
    visitor.submits()

    assert is_said
    assert len(mail.outbox) == 1
    assert visitor.sees("thanks")


def test_an_account_without_an_address_is_told_so() -> None:
    flow_page(
        step("log_in", "Log in"), step("confirm_email", "Confirm"), step("test_note", "Thanks")
    )
    get_user_model().objects.create_user("ada", password="a difference engine")
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(username="ada", password="a difference engine")

    visitor.submits(send_code="1")

    assert errors(visitor) == {
        "__all__": [
            "We do not know your email address. Go back and enter one like name@example.com."
        ]
    }
    assert mail.outbox == []


def test_who_signs_up_confirms_before(settings: Any) -> None:
    """The account is made only once the address is known to be theirs."""
    flow_page(
        step("guest", "Guest", options={"ask": "email"}),
        step("confirm_email", "Confirm"),
        step("create_account", "Sign up"),
        step("test_members", "Thanks", preconditions=CONFIRMED_ONLY),
    )
    visitor = at_confirm("ada@example.com")
    visitor.submits(send_code="1")
    visitor.submits(code=last_code())
    secret = "a difference engine"

    visitor.submits(name="Ada", email="Ada@example.com", password1=secret, password2=secret)

    assert visitor.sees("thanks")


def test_a_code_that_expired_is_replaced(visitor: Visitor) -> None:
    visitor.submits(send_code="1")
    later(seconds=601)
    visitor.submits(code=last_code())
    assert list(errors(visitor)) == ["code"]

    visitor.submits(send_code="1")
    visitor.submits(code=last_code())

    assert visitor.sees("thanks")


def test_a_run_that_begins_here_is_kept_for_its_code() -> None:
    """The address comes with the link that starts the flow."""
    told = {"name": "email", "label": "Email", "type": "text", "is_required": True}
    page = flow_page(
        step("confirm_email", "Confirm"),
        step("test_note", "Thanks"),
        inputs=[{"type": "input", "value": told}],
    )
    visitor = Visitor()
    visitor.opens(page.start_url(inputs={"email": "ada@example.com"}))

    visitor.submits(send_code="1")
    visitor.submits(code=last_code())

    assert visitor.sees("thanks")
