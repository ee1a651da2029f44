"""What holds with django-allauth; `tests/flow_blocks/test_allauth` runs it in its own process."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset, user_signed_up
from django.contrib.auth import get_user_model
from django.core import mail

from cmsflows.testing import Visitor
from flow_blocks.actions.confirm_email import ConfirmEmail
from flow_blocks.actions.create_account import CreateAccount
from flow_blocks.actions.enter_code import EnterCode
from flow_blocks.actions.forgot_password import ForgotPassword
from flow_blocks.actions.guest import Guest
from flow_blocks.actions.log_in import LogIn
from flow_blocks.actions.log_out import LogOut
from flow_blocks.actions.message import Message
from flow_blocks.actions.new_password import NewPassword
from tests.allauth_site import SECRET
from tests.flow_blocks.mails import last_code
from tests.journeys.records import task_of

pytest_plugins = ["tests.allauth_site.walking"]
pytestmark = pytest.mark.django_db

NEW = {"name": "Eve", "email": "eve@example.com", "password1": SECRET, "password2": SECRET}
FORGOTTEN = (ForgotPassword, EnterCode, NewPassword, Message)


def errors(visitor: Visitor) -> dict[str, list[str]]:
    return {
        name: list(map(str, each)) for name, each in visitor.page.context["form"].errors.items()
    }


def is_in(visitor: Visitor) -> bool:
    return "_auth_user_id" in visitor.client.session


def test_allauth_logs_in_by_address(enter: Any, ada: Any) -> None:
    visitor = enter(LogIn, Message)
    field = visitor.page.context["form"]["username"]

    visitor.submits(username="ada@example.com", password=SECRET)

    assert (field.label, field.field.widget.input_type) == ("Email", "email")
    assert visitor.sees("message")
    assert is_in(visitor)
    assert visitor.client.session["account_authentication_methods"][0]["method"] == "password"


def test_a_wrong_password_and_an_unknown_address_get_its_one_answer(enter: Any, ada: Any) -> None:
    visitor = enter(LogIn, Message)
    said = []
    for email in ("ada@example.com", "eve@example.com"):
        visitor.submits(username=email, password="wrong")
        said.append(errors(visitor))

    assert said[0] == said[1]
    assert said[0] == {
        "__all__": ["The email address and/or password you specified are not correct."]
    }


def test_its_limit_of_failures_holds(enter: Any, ada: Any) -> None:
    visitor = enter(LogIn, Message)
    for _ in range(5):
        visitor.submits(username="ada@example.com", password="wrong")

    visitor.submits(username="ada@example.com", password=SECRET)

    assert errors(visitor) == {"__all__": ["Too many failed login attempts. Try again later."]}
    assert not is_in(visitor)


def test_its_limit_of_log_ins_holds(enter: Any, ada: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    visitor = enter(LogIn, Message)
    visitor.submits(username="ada@example.com", password="wrong")

    visitor.submits(username="ada@example.com", password=SECRET)

    assert errors(visitor) == {
        "__all__": ["That was too often. Please wait a little, then try again."]
    }


def test_who_must_confirm_their_address_first_is_not_let_in(
    enter: Any, ada: Any, settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    EmailAddress.objects.update(verified=False)
    visitor = enter(LogIn, Message)
    at, form = visitor.url, visitor.form

    answer = visitor.client.post(
        form.action, {**form.hidden, "username": "ada@example.com", "password": SECRET}
    )

    assert answer.status_code == 302
    assert answer.url == "/accounts/confirm-email/"
    assert not is_in(visitor)
    assert [each.to for each in mail.outbox] == [["ada@example.com"]]
    EmailAddress.objects.update(verified=True)
    visitor.opens(at)
    visitor.submits(username="ada@example.com", password=SECRET)
    assert visitor.sees("message")


def test_whoever_is_asked_for_more_comes_back_to_the_run(enter: Any, ada: Any) -> None:
    """By the adapter's `pre_login`: a second factor, say. It is the run's first step, too."""
    ada.first_name = "Careful"
    ada.save()
    visitor = enter(LogIn, Message)
    form = visitor.form

    answer = visitor.client.post(
        form.action, {**form.hidden, "username": "ada@example.com", "password": SECRET}
    )
    visitor.client.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    page, _, back = answer.url.partition("?next=")
    visitor.opens(back)
    is_said = "You are logged in as <strong>ada</strong>." in visitor.text
    visitor.submits()

    assert page == "/second-factor/"
    assert is_said
    assert visitor.sees("message")


def test_the_adapter_makes_the_account(enter: Any) -> None:
    told = []

    def tell(sender: Any, user: Any, **kwargs: Any) -> None:
        told.append(user)

    user_signed_up.connect(tell)
    visitor = enter(CreateAccount, Message)

    visitor.submits(**NEW)
    user_signed_up.disconnect(tell)

    user: Any = get_user_model().objects.get()
    address = EmailAddress.objects.get()
    assert visitor.sees("message")
    assert is_in(visitor)
    assert told == [user]
    assert user.last_name == "saved by the adapter"
    assert (user.username, user.first_name, user.email) == ("eve", "Eve", "eve@example.com")
    assert (address.email, address.verified, address.primary) == ("eve@example.com", False, True)


def test_the_adapter_may_close_the_doors(enter: Any) -> None:
    visitor = enter(CreateAccount, Message)
    visitor.client.defaults["HTTP_CLOSED"] = "1"

    visitor.submits(**NEW)

    assert errors(visitor) == {"__all__": ["No accounts can be created at the moment."]}
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"email": "eve@throwaway.example"}, {"email": ["Use an address of your own."]}),
        (
            {"password1": "password", "password2": "password"},
            {"password1": ["Everybody would try that one."]},
        ),
    ],
)
def test_the_adapter_may_refuse_what_is_given(enter: Any, given: Any, said: Any) -> None:
    visitor = enter(CreateAccount, Message)

    visitor.submits(**{**NEW, **given})

    assert errors(visitor) == said
    assert not get_user_model().objects.exists()


def test_a_second_address_is_taken_as_well(enter: Any, ada: Any) -> None:
    EmailAddress.objects.create(user=ada, email="countess@example.com", verified=True)
    visitor = enter(CreateAccount, Message)

    visitor.submits(**{**NEW, "email": "Countess@example.com"})

    assert list(errors(visitor)) == ["__all__"]
    assert get_user_model().objects.count() == 1


def test_an_address_confirmed_before_is_verified_from_the_start(enter: Any, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    visitor = enter(Guest, ConfirmEmail, CreateAccount, Message)
    visitor.submits(name="Eve", email="eve@example.com")
    visitor.submits(send_code="1")
    visitor.submits(code=last_code())

    visitor.submits(**NEW)

    assert visitor.sees("message")
    assert is_in(visitor)
    assert EmailAddress.objects.get().verified
    assert len(mail.outbox) == 1


def test_another_address_than_the_confirmed_one_is_not(enter: Any) -> None:
    visitor = enter(Guest, ConfirmEmail, CreateAccount, Message)
    visitor.submits(name="Mallory", email="mallory@example.com")
    visitor.submits(send_code="1")
    visitor.submits(code=last_code())

    visitor.submits(**NEW)

    assert not EmailAddress.objects.get(email="eve@example.com").verified


def test_an_address_confirmed_after_signing_up_lets_its_owner_in(enter: Any, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    visitor = enter(CreateAccount, ConfirmEmail, Message)
    visitor.submits(**NEW)
    was_in = is_in(visitor)
    visitor.submits(send_code="1")

    visitor.submits(code=last_code())

    assert not was_in
    assert visitor.sees("message")
    assert is_in(visitor)
    assert EmailAddress.objects.get().verified
    assert task_of(visitor).owner == str(get_user_model().objects.get().pk)


def test_who_is_logged_in_has_their_address_verified(enter: Any, ada: Any) -> None:
    EmailAddress.objects.update(verified=False)
    visitor = enter(LogIn, ConfirmEmail, Message)
    visitor.submits(username="ada@example.com", password=SECRET)
    visitor.submits(send_code="1")

    visitor.submits(code=last_code())

    assert visitor.sees("message")
    assert EmailAddress.objects.get().verified


def test_who_has_a_verified_address_is_not_asked_for_a_code(enter: Any, ada: Any) -> None:
    visitor = enter(LogIn, ConfirmEmail, Message)
    visitor.submits(username="ada@example.com", password=SECRET)
    is_said = "<strong>ada@example.com</strong> is confirmed." in visitor.text

    visitor.submits()

    assert is_said
    assert visitor.sees("message")
    assert mail.outbox == []


def test_a_password_is_reset_as_allauth_does(enter: Any, ada: Any) -> None:
    told = []

    def tell(sender: Any, user: Any, **kwargs: Any) -> None:
        told.append(user)

    password_reset.connect(tell)
    EmailAddress.objects.update(verified=False)
    visitor = enter(*FORGOTTEN)
    visitor.submits(email="Ada@example.com")
    code_mail = mail.outbox[0]
    visitor.submits(code=last_code())
    visitor.submits(password1="password", password2="password")
    refused = errors(visitor)

    visitor.submits(password1="an analytical engine", password2="an analytical engine")
    password_reset.disconnect(tell)

    ada.refresh_from_db()
    assert visitor.sees("message")
    assert is_in(visitor)
    assert ada.check_password("an analytical engine")
    assert refused == {"password1": ["Everybody would try that one."]}
    assert told == [ada]
    assert EmailAddress.objects.get().verified
    assert code_mail.from_email == "post@allauth.example"
    assert code_mail.subject.startswith("[testserver] ")
    assert "password has been reset" in " ".join(str(mail.outbox[1].body).split())


def test_any_verified_address_opens_the_account(enter: Any, ada: Any) -> None:
    EmailAddress.objects.create(user=ada, email="countess@example.com", verified=True)
    visitor = enter(*FORGOTTEN)

    visitor.submits(email="countess@example.com")
    visitor.submits(code=last_code())
    visitor.submits(password1="an analytical engine", password2="an analytical engine")

    assert mail.outbox[0].to == ["countess@example.com"]
    assert is_in(visitor)


def test_an_address_without_an_account_is_written_to_by_the_adapter_as_well(enter: Any) -> None:
    visitor = enter(*FORGOTTEN)

    visitor.submits(email="eve@example.com")

    assert visitor.step == "enter-code"
    assert "There is no account here" in str(mail.outbox[0].body)
    assert mail.outbox[0].from_email == "post@allauth.example"


@pytest.mark.parametrize("email", ["ada@example.com", "eve@example.com"])
def test_its_limit_of_resets_holds_account_or_no_account(
    enter: Any, ada: Any, settings: Any, email: str
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/key"}
    enter(*FORGOTTEN).submits(email=email)
    visitor = enter(*FORGOTTEN)

    visitor.submits(email=email)

    assert errors(visitor) == {
        "__all__": ["That was too often. Please wait a little, then try again."]
    }
    assert len(mail.outbox) == 1


def test_the_adapter_logs_out(enter: Any, ada: Any) -> None:
    visitor = enter(LogIn, LogOut, Message)
    visitor.submits(username="ada@example.com", password=SECRET)

    visitor.submits()

    assert visitor.sees("message")
    assert not is_in(visitor)
    assert visitor.client.session["was_here"]
