"""Somebody forgot their password: an address, a code, a new password, and on with the flow."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cmsflows.models import StoredTask
from cmsflows.testing import Visitor, flow_page, group, step
from flow_blocks.models import EmailedCode
from tests.flow_blocks.mails import another, last_code
from tests.journeys.records import task_of

pytestmark = pytest.mark.django_db

NEW = "an analytical engine"
DEAD = (
    "This code is not valid any more: it is too old, was used, or was tried too often. Ask for a "
    "new one."
)
WRONG = "This is not the code in our email. Check it, and that it is our latest email."


@pytest.fixture
def ada() -> Any:
    return get_user_model().objects.create_user("ada", "ada@example.com", "a difference engine")


@pytest.fixture
def visitor() -> Visitor:
    """At the address, with an answer given before."""
    checkout()
    return asking()


def checkout() -> None:
    flow_page(
        step("test_item", "Item"),
        group(
            "You",
            step("log_in", "Log in"),
            group(
                "Forgot",
                step("forgot_password", "Address"),
                step("enter_code", "Code"),
                step("new_password", "New password"),
            ),
            transition="any_one_of",
        ),
        step("test_members", "Thanks"),
    )


def asking() -> Visitor:
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")
    visitor.follows("Forgot")
    return visitor


def asked(visitor: Visitor, email: str = "ada@example.com") -> Visitor:
    visitor.submits(email=email)
    assert visitor.step == "code"
    return visitor


def chosen(visitor: Visitor, password: str = NEW) -> None:
    visitor.submits(password1=password, password2=password)


def errors(visitor: Visitor) -> dict[str, list[str]]:
    assert visitor.page is not None
    return {
        name: list(map(str, each)) for name, each in visitor.page.context["form"].errors.items()
    }


def later(**time: int) -> None:
    """Let so much time go by for every code."""
    for code in EmailedCode.objects.all():
        for name in ("sent_at", "expires_at", "used_at"):
            if getattr(code, name):
                setattr(code, name, getattr(code, name) - timedelta(**time))
        code.save()


def test_three_steps_lead_on_with_all_answers(visitor: Visitor, ada: Any) -> None:
    asked(visitor)
    visitor.submits(code=last_code())
    chosen(visitor)

    assert visitor.sees("thanks")
    assert visitor.client.session["_auth_user_id"] == str(ada.pk)
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert task_of(visitor).state() == {"item": "kettle", "name": "ada", "email": "ada@example.com"}
    assert task_of(visitor).owner == str(ada.pk)


@pytest.mark.parametrize("shape", ["{0} {1}", " {0}-{1} ", "{0}\u2009{1}", "\u2068{0}{1}\u2069"])
def test_a_code_may_be_pasted_with_what_stands_around_it(
    visitor: Visitor, ada: Any, shape: str
) -> None:
    asked(visitor)
    code = last_code()

    visitor.submits(code=shape.format(code[:3], code[3:]))

    assert visitor.step == "new-password"


def test_nobody_stays_logged_in_elsewhere(visitor: Visitor, ada: Any) -> None:
    elsewhere = Client()
    elsewhere.force_login(ada)

    asked(visitor)
    visitor.submits(code=last_code())
    chosen(visitor)

    assert "_auth_user_id" in elsewhere.session
    assert elsewhere.get("/admin/").url.startswith("/admin/login/")


def test_a_code_and_a_password_are_nowhere_at_rest(visitor: Visitor, ada: Any) -> None:
    """B28"""
    asked(visitor)
    code = last_code()
    visitor.submits(code=another(code))
    visitor.submits(code=code)
    chosen(visitor)

    kept = [str(row) for model in (StoredTask, EmailedCode) for row in model.objects.values()]
    assert len(kept) == 2
    for secret in (code, another(code), NEW):
        assert secret not in "".join(kept)
    assert "ada@example.com" not in kept[1]


def test_looking_at_the_pages_mails_nothing(visitor: Visitor, ada: Any) -> None:
    visitor.opens(visitor.url)
    asked(visitor)
    before = list(EmailedCode.objects.values())

    visitor.opens(visitor.url)

    assert len(mail.outbox) == 1
    assert list(EmailedCode.objects.values()) == before


@pytest.mark.parametrize("email", ["eve@example.com", "ada@example.com", "closed@example.com"])
def test_words_are_the_same_whether_there_is_an_account_or_not(
    visitor: Visitor, ada: Any, email: str
) -> None:
    get_user_model().objects.create_user("closed", "closed@example.com", "x", is_active=False)

    asked(visitor, email)
    first = visitor.text
    visitor.submits(code="12345")
    visitor.submits(send_code="1")
    too_soon = errors(visitor)
    guesses = []
    for _ in range(6):
        visitor.submits(code="000000" if last_body_lacks("000000") else "000001")
        guesses.append(errors(visitor)["code"])

    assert f"with the address <strong>{email}</strong>" in first
    assert list(too_soon) == ["__all__"]
    assert too_soon["__all__"][0].startswith("We have just sent you a code. Please wait ")
    assert guesses == [[WRONG]] * 4 + [[DEAD]] * 2
    assert [each.to for each in mail.outbox] == [[email]]


def last_body_lacks(code: str) -> bool:
    return code not in str(mail.outbox[-1].body)


def test_as_much_is_asked_of_the_database_whether_there_is_an_account_or_not(
    ada: Any,
) -> None:
    """Time tells nothing, as far as it is work."""
    checkout()
    numbers = []
    for email in ("ada@example.com", "eve@example.com"):
        visitor = asking()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            asked(visitor, email)
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]
    assert len(mail.outbox) == 2


def test_an_address_without_an_account_is_told_so_by_mail_alone(visitor: Visitor) -> None:
    asked(visitor, "eve@example.com")

    assert "There is no account here with this address" in str(mail.outbox[0].body)
    with pytest.raises(LookupError):
        last_code()


def test_the_account_is_written_to_at_its_own_address(visitor: Visitor, ada: Any) -> None:
    """What was typed may only look like it."""
    asked(visitor, "ADA@Example.COM")

    assert mail.outbox[0].to == ["ada@example.com"]
    assert "<strong>ADA@Example.COM</strong>" in visitor.text
    visitor.submits(code=last_code())
    assert visitor.step == "new-password"


def test_five_tries_are_five_over_all_tabs(visitor: Visitor, ada: Any) -> None:
    tab = asked(visitor).twin()
    code = last_code()
    for each in (visitor, tab, visitor, tab, visitor):
        each.submits(code=another(code))

    tab.submits(code=code)

    assert errors(tab) == {"code": [DEAD]}
    assert EmailedCode.objects.get().tries == 5


def test_what_is_no_code_costs_no_try(visitor: Visitor, ada: Any, hostile: str) -> None:
    asked(visitor)
    for odd in ("", "12345", "1234567", "x" * 100_000, hostile, "12345²", "1e5000"):
        visitor.submits(code=odd)
        assert errors(visitor) == {"code": ["Enter the six digits of the code in our email."]}

    visitor.submits(code=last_code())

    assert visitor.step == "new-password"


def test_a_new_code_takes_the_place_of_the_old_one(visitor: Visitor, ada: Any) -> None:
    asked(visitor)
    old = last_code()
    later(seconds=61)

    visitor.submits(send_code="1")
    new = last_code()
    is_shown = "We have sent you a code." in visitor.text
    visitor.submits(code=old)
    refused = errors(visitor) if old != new else {"code": [WRONG]}
    visitor.submits(code=new)

    assert is_shown
    assert len(mail.outbox) == 2
    assert refused == {"code": [WRONG]}
    assert visitor.step == "new-password"


def test_a_new_code_can_be_tried_five_times_again(visitor: Visitor, ada: Any) -> None:
    asked(visitor)
    for _ in range(5):
        visitor.submits(code=another(last_code()))
    later(seconds=61)
    visitor.submits(send_code="1")

    visitor.submits(code=last_code())

    assert visitor.step == "new-password"


def test_a_code_that_is_too_old_opens_nothing(visitor: Visitor, ada: Any) -> None:
    asked(visitor)
    later(seconds=601)

    visitor.submits(code=last_code())

    assert errors(visitor) == {"code": [DEAD]}


def test_who_waits_too_long_with_the_new_password_needs_another_code(
    visitor: Visitor, ada: Any
) -> None:
    asked(visitor)
    visitor.submits(code=last_code())
    later(seconds=601)

    chosen(visitor)

    assert errors(visitor) == {
        "__all__": ["The code you entered is not valid any more. Go back and ask for a new one."]
    }
    ada.refresh_from_db()
    assert ada.check_password("a difference engine")
    visitor.goes_back()
    visitor.submits(send_code="1")
    visitor.submits(code=last_code())
    chosen(visitor)
    assert visitor.sees("thanks")


def test_a_code_of_one_run_opens_no_other(ada: Any) -> None:
    """Of two who ask for the same account, each has a code of their own."""
    checkout()
    thief = asked(asking())
    asked(asking())
    code = last_code()
    assert code != str(mail.outbox[0].body)

    thief.submits(code=code)

    assert errors(thief) == {"code": [WRONG]}


def test_a_code_for_one_address_is_none_for_another(visitor: Visitor, ada: Any) -> None:
    """Else one's own code would open everybody's account."""
    get_user_model().objects.create_user("eve", "eve@example.com", "x")
    asked(visitor, "eve@example.com")
    code = last_code()
    visitor.submits(code=code)
    assert visitor.step == "new-password"
    visitor.goes_back()
    visitor.goes_back()
    asked(visitor, "ada@example.com")

    visitor.opens(visitor.url.replace("/code/", "/new-password/"))
    at_the_end = visitor.step
    visitor.submits(code=code)

    assert at_the_end == "code"
    assert errors(visitor) == {"code": [WRONG if code != last_code() else DEAD]}


def test_a_code_is_good_once(visitor: Visitor, ada: Any) -> None:
    asked(visitor)
    code = last_code()
    visitor.submits(code=code)
    later(seconds=31)
    visitor.goes_back()

    visitor.submits(code=f"{code} ")

    assert errors(visitor) == {"code": [DEAD]}


def test_after_the_new_password_all_codes_for_it_are_gone(ada: Any) -> None:
    """The second run may be the thief's."""
    checkout()
    other = asked(asking())
    code = last_code()
    visitor = asked(asking())
    visitor.submits(code=last_code())
    chosen(visitor)

    other.submits(code=code)

    assert errors(other) == {"code": [DEAD]}


def test_no_more_codes_are_sent_to_one_address_than_may_be(ada: Any, settings: Any) -> None:
    settings.FLOWS_CODES_PER_HOUR = 2
    checkout()
    for _ in range(2):
        asked(asking(), "Ada@example.com")
    visitor = asking()

    visitor.submits(email="ada@EXAMPLE.com")

    assert visitor.step == "address"
    assert errors(visitor) == {
        "__all__": [
            "We have sent as many codes to this address as we may. Please try again in an hour."
        ]
    }
    assert len(mail.outbox) == 2
    asked(asking(), "eve@example.com")


def test_a_mail_that_cannot_be_sent_can_be_asked_for_again(
    visitor: Visitor, ada: Any, settings: Any
) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.flow_blocks.broken_mail.EmailBackend"

    visitor.submits(email="ada@example.com")
    said = errors(visitor)
    settings.EMAIL_BACKEND = working
    asked(visitor)

    assert said == {
        "__all__": ["We could not send the email just now. Please try again in a few minutes."]
    }
    visitor.submits(code=last_code())
    assert visitor.step == "new-password"


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@example.com\nBcc: eve@example.com", "a" * 100_000 + "@example.com"]
)
def test_what_is_no_address_is_not_written_to(visitor: Visitor, ada: Any, email: str) -> None:
    visitor.submits(email=email)

    assert list(errors(visitor)) == ["email"]
    assert mail.outbox == []


def test_who_goes_back_and_asks_again_at_once_has_the_code_already(
    visitor: Visitor, ada: Any
) -> None:
    asked(visitor)
    visitor.goes_back()
    assert visitor.step == "address"

    asked(visitor, "ADA@example.com")

    assert len(mail.outbox) == 1
    visitor.submits(code=last_code())
    assert visitor.step == "new-password"


def test_the_password_rules_of_the_site_hold(visitor: Visitor, ada: Any, settings: Any) -> None:
    rules = "django.contrib.auth.password_validation."
    settings.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": f"{rules}MinimumLengthValidator"},
        {"NAME": f"{rules}UserAttributeSimilarityValidator"},
    ]
    asked(visitor)
    visitor.submits(code=last_code())

    chosen(visitor, "short")
    short = errors(visitor)
    chosen(visitor, "ada@example.com")
    similar = errors(visitor)
    visitor.submits(password1=NEW, password2="another")
    different = errors(visitor)
    chosen(visitor)

    assert "too short" in short["password1"][0]
    assert "too similar" in similar["password1"][0]
    assert list(different) == ["password2"]
    assert visitor.sees("thanks")


def test_of_several_accounts_the_one_used_last_is_opened(visitor: Visitor, ada: Any) -> None:
    """All of them are of whoever reads that mail."""
    used = get_user_model().objects.create_user("countess", "ADA@example.com", "x")
    used.last_login = timezone.now()
    used.save()

    asked(visitor)
    visitor.submits(code=last_code())
    chosen(visitor)

    assert visitor.client.session["_auth_user_id"] == str(used.pk)


def test_an_account_without_a_password_is_not_given_one(visitor: Visitor) -> None:
    """Its owner logs in by other means, which a mail shall not get round."""
    get_user_model().objects.create_user("ada", "ada@example.com")

    asked(visitor)

    assert "There is no account here with this address" in str(mail.outbox[0].body)


def test_who_is_logged_in_only_goes_through(ada: Any) -> None:
    checkout()
    visitor = Visitor()
    visitor.client.force_login(ada)
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")
    visitor.follows("Forgot")
    for page in ("address", "code", "new-password"):
        assert visitor.step == page
        assert "You are logged in as <strong>ada</strong>." in visitor.text
        visitor.submits()

    assert visitor.sees("thanks")
    assert mail.outbox == []
    assert task_of(visitor).state()["email"] == "ada@example.com"


def test_a_group_is_skipped_by_who_is_logged_in(ada: Any) -> None:
    """An editor writes: show only when “Logged in” is not so."""
    is_logged_in = {"op": "is_true", "operand": {"fact": "is_logged_in"}}
    flow_page(
        step("test_item", "Item"),
        group(
            "You",
            step("log_in", "Log in"),
            step("guest", "Guest", options={"ask": "email"}),
            transition="any_one_of",
            when={"op": "not", "condition": is_logged_in},
        ),
        step("test_note", "Thanks"),
    )
    visitor, stranger = Visitor(), Visitor()
    visitor.client.force_login(ada)
    for each in (visitor, stranger):
        each.opens("/checkout/")
        each.submits(item="kettle")

    assert visitor.step == "thanks"
    assert stranger.step == "log-in"
