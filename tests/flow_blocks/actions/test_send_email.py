"""Send an email: on a flow page, over HTTP, to a mail server that may be down."""

from collections.abc import Iterator
from email.message import Message
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from cmsflows.engine.task import TaskStatus
from cmsflows.testing import Visitor, flow_page, step
from flow_blocks.models import MailStatus, SentMail
from tests.cms.posting import edit
from tests.flow_blocks.at_once import submits_in_all_tabs
from tests.journeys.records import task_of

pytestmark = pytest.mark.django_db(transaction=True)
"""Transactions are real: mails go once they are committed."""

YOU = step("contact_details", "You", options={"phone": "no"})
THANKS = step("message", "Thanks")


def email(title: str = "Mail", **options: Any) -> dict[str, Any]:
    given = {"subject": "Welcome, {name}", "body": "<p>Dear <b>{name}</b>,</p><p>hello.</p>"}
    return step("send_email", title, options={**given, **options})


def at_the_mail(
    *steps: dict[str, Any], name: str = "Ada", address: str = "ada@b.example"
) -> Visitor:
    flow_page(YOU, *(steps or (email(),)), THANKS)
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(name=name, email="ada@b.example")
    return visitor


def parts(sent: Any) -> tuple[str, str]:
    """Plain text and HTML. `Any`: Django's message."""
    return sent.body, sent.alternatives[0][0]


def raw(sent: Any) -> Message:
    """The message as it goes over the wire."""
    message: Message = sent.message()
    return message


class Down(EmailBackend):
    """A mail server that cannot be reached."""

    def open(self) -> None:
        raise ConnectionRefusedError("nobody is there")


class Vanishing(EmailBackend):
    """A mail server that goes away with a mail in its hands."""

    def send_messages(self, messages: Any) -> int:
        super().send_messages(messages)
        raise TimeoutError("no answer")


@pytest.fixture
def down(settings: Any) -> Iterator[None]:
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    return


def test_the_visitor_reads_where_the_mail_goes() -> None:
    visitor = at_the_mail()

    assert "we send an email to <strong>ada@b.example</strong>" in visitor.text
    assert mail.outbox == []


def test_the_mail_is_filled_in_and_sent_once_the_button_is_pressed() -> None:
    visitor = at_the_mail()

    visitor.submits()

    (sent,) = mail.outbox
    text, html = parts(sent)
    assert visitor.sees("thanks")
    assert (sent.to, sent.subject, sent.from_email) == (
        ["ada@b.example"],
        "Welcome, Ada",
        "webmaster@localhost",
    )
    assert text == "Dear Ada,\n\nhello.\n"
    assert "<p>Dear <b>Ada</b>,</p><p>hello.</p>" in html


def test_its_headers_say_what_it_is() -> None:
    """RFC 3834, section 5; the id is the same, however often a mail is tried."""
    at_the_mail().submits()

    (sent,) = mail.outbox
    row = SentMail.objects.get()
    assert raw(sent)["Auto-Submitted"] == "auto-generated"
    assert raw(sent)["Message-ID"] == f"<{row.key}@localhost>"


def test_what_it_said_is_not_kept_once_it_is_sent() -> None:
    at_the_mail().submits()

    row = SentMail.objects.get()
    assert (row.status, row.to, row.subject) == ("sent", "ada@b.example", "Welcome, Ada")
    assert (row.text, row.html, row.error, row.tries) == ("", "", "", 1)


def test_a_form_sent_twice_sends_one_mail() -> None:
    visitor = at_the_mail()
    twin = visitor.twin()

    visitor.submits()
    twin.submits()

    assert len(mail.outbox) == 1
    assert twin.sees("thanks")


def test_going_back_and_on_sends_nothing_again() -> None:
    visitor = at_the_mail()
    visitor.submits()

    visitor.goes_back()
    visitor.submits(name="Grace", email="grace@b.example")

    assert len(mail.outbox) == 1
    assert visitor.sees("thanks")


def test_two_mails_in_one_flow_are_two() -> None:
    us = ["us@b.example", "me@b.example"]
    visitor = at_the_mail(email(), email("To us", to="others", addresses=us))
    visitor.submits()
    shown = visitor.text

    visitor.submits()

    assert [each.to for each in mail.outbox] == [
        ["ada@b.example"],
        ["us@b.example", "me@b.example"],
    ]
    assert mail.outbox[1].reply_to == ["ada@b.example"]
    assert mail.outbox[0].reply_to == []
    assert "us@b.example" not in shown
    assert "When you continue, we are told by email." in shown


def test_replies_go_where_the_editor_wants_them() -> None:
    at_the_mail(email(reply_to="help@b.example")).submits()

    assert mail.outbox[0].reply_to == ["help@b.example"]


def test_a_mail_server_that_is_down_keeps_nobody(down: None, caplog: Any) -> None:
    visitor = at_the_mail()

    visitor.submits()

    row = SentMail.objects.get()
    assert visitor.sees("thanks")
    assert (row.status, row.error) == ("failed", "ConnectionRefusedError: nobody is there")
    assert row.try_at is not None
    assert "was not sent at try 1. ConnectionRefusedError: nobody is there" in caplog.text


def test_a_mail_that_may_have_been_taken_is_never_sent_again(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Vanishing"
    visitor = at_the_mail()

    visitor.submits()

    row = SentMail.objects.get()
    assert visitor.sees("thanks")
    assert (row.status, row.try_at) == ("sending", None)
    assert row.error == "TimeoutError: no answer"


def test_who_died_after_the_row_was_made_leaves_no_doubt(monkeypatch: Any) -> None:
    """The row is there, so the step is done; `send_mails_again` sends what was left waiting."""
    visitor = at_the_mail()
    with monkeypatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", die)
        with pytest.raises(OSError, match="the power is gone"):
            visitor.submits()
    visitor.opens(visitor.url)

    visitor.submits(_settle="1")

    assert SentMail.objects.get().status == MailStatus.WAITING
    assert visitor.sees("thanks")


def test_who_died_before_the_row_was_made_tries_again(monkeypatch: Any) -> None:
    visitor = at_the_mail()
    with monkeypatch.context() as patch:
        patch.setattr("flow_blocks.actions.send_email.send_once", die)
        with pytest.raises(OSError, match="the power is gone"):
            visitor.submits()
    visitor.opens(visitor.url)
    visitor.submits(_settle="1")

    visitor.submits()

    assert len(mail.outbox) == 1
    assert SentMail.objects.count() == 1
    assert visitor.sees("thanks")


def die(*args: object, **kwargs: object) -> None:
    raise OSError("the power is gone")


@pytest.mark.parametrize("address", ["", "nobody", "a@b.example\nBcc: eve@b.example"])
def test_who_has_no_address_reads_so_and_goes_on(address: str) -> None:
    user = get_user_model().objects.create_user("ada", email=address, password="x")
    flow_page(step("log_in", "You"), email(), THANKS)
    visitor = Visitor()
    visitor.client.force_login(user)
    visitor.opens("/checkout/")
    visitor.submits()
    shown = visitor.text

    visitor.submits()

    assert "We have no email address of yours, so we send no email." in shown
    assert visitor.sees("thanks")
    assert mail.outbox == []
    assert not SentMail.objects.exists()


def test_odd_names_are_text_in_every_part(hostile: str) -> None:
    at_the_mail(name=hostile).submits()

    (sent,) = mail.outbox
    text, html = parts(sent)
    assert "<script" not in html
    assert hostile.strip().replace("\u202e", "") in text
    assert raw(sent)["To"] == "ada@b.example"


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n", "\u2028", "\x0b", "\x85", "\n\n"])
def test_no_value_begins_another_header(break_: str) -> None:
    """Header injection."""
    attack = f"Ada{break_}Bcc: eve@b.example{break_}{break_}Buy!"
    letter = email(subject="{item} {name}", reply_to="a@b.example")
    flow_page(step("test_item", "Item"), YOU, letter, THANKS)
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item=attack)
    visitor.submits(name=attack, email="ada@b.example")

    visitor.submits()

    (sent,) = mail.outbox
    message = raw(sent)
    assert message["Bcc"] is None
    assert len(sent.subject.splitlines()) == 1
    assert sent.recipients() == ["ada@b.example"]
    assert set(message.keys()) == {
        "Content-Type",
        "MIME-Version",
        "Subject",
        "From",
        "To",
        "Reply-To",
        "Date",
        "Auto-Submitted",
        "Message-ID",
    }


def test_long_values_make_no_endless_subject() -> None:
    at_the_mail(email(subject="{name} {name}"), name="x" * 200).submits()

    assert mail.outbox[0].subject == "x" * 200 + " " + "x" * 49 + "…"


def test_nobody_floods_a_mailbox(settings: Any) -> None:
    """Anybody may enter anybody's address."""
    settings.FLOWS_MAILS_PER_ADDRESS = 2
    flow_page(YOU, email(), THANKS)
    for address in ("ada@b.example", "ADA@b.example", "ada@b.example", "eve@b.example"):
        visitor = Visitor()
        visitor.opens("/checkout/")
        visitor.submits(name="Ada", email=address)
        visitor.submits()
        assert visitor.sees("thanks")

    statuses = list(SentMail.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == ["sent", "sent", "held", "sent"]
    assert len(mail.outbox) == 3


def test_the_end_of_the_flow_may_be_the_mail() -> None:
    flow_page(YOU, email())
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(name="Ada", email="ada@b.example")
    here = visitor.twin()

    visitor.submits()

    assert len(mail.outbox) == 1
    assert task_of(here).status is TaskStatus.DONE


def test_eight_at_once_send_one_mail() -> None:
    visitor = at_the_mail()

    seen = submits_in_all_tabs(visitor)

    assert len(mail.outbox) == 1
    assert seen == ["thanks"] * 8
    assert SentMail.objects.count() == 1


@pytest.fixture
def boss(client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser("boss", password="x"))


def options_errors(response: Any) -> dict[str, list[str]]:
    """The errors of the second step's options, by name. `Any`: Django's test response."""
    (error,) = response.context["form"].errors.as_data()["flow"]
    below = error.block_errors[1].block_errors["options"].block_errors
    return {name: each.messages for name, each in below.items()}


def test_an_unknown_placeholder_is_told_at_the_very_field(client: Client, boss: None) -> None:
    page = flow_page(YOU, email(), THANKS)
    page.flow = [
        YOU,
        email(subject="{nmae}", body="<p>{order} {na<b>me}</b></p>", entry="mail"),
        THANKS,
    ]
    page.save_revision()

    response = edit(client, page, publish=True)

    known = "You can use {name}, {email}, {phone}."
    assert options_errors(response) == {
        "entry": ["Nothing in this flow asks for “mail”. You can use name, email, phone."],
        "subject": [f"Nothing in this flow stands for {{nmae}}. {known}"],
        "body": [
            "A brace stands alone. Write placeholders like {name} in one format from brace to "
            "brace, and no other braces.",
            f"Nothing in this flow stands for {{order}}. {known}",
        ],
    }


def test_a_draft_with_an_unknown_placeholder_can_be_saved(client: Client, boss: None) -> None:
    page = flow_page(YOU, email(), THANKS)
    page.flow = [YOU, email(subject="{nmae}"), THANKS]
    page.save_revision()

    response = edit(client, page)

    assert response.status_code == 302


@pytest.mark.parametrize(
    ("options", "errors"),
    [
        (
            {"to": "others"},
            {"addresses": ["Add an address, or send it to the visitor."]},
        ),
        ({"entry": ""}, {"entry": ["Say where the address is, or send it to others."]}),
    ],
)
def test_a_mail_to_nobody_is_refused(
    client: Client, boss: None, options: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    page = flow_page(YOU, email(), THANKS)
    page.flow = [YOU, email(**options), THANKS]
    page.save_revision()

    response = edit(client, page, publish=True)

    assert options_errors(response) == errors
