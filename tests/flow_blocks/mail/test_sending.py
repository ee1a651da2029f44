"""A mail is sent at most once, whatever a mail server does: over real connections."""

import threading
from typing import Any

import pytest
from django.core import mail as outgoing
from django.db import connections, transaction

from flow_blocks.mail.sending import deliver, send_once
from flow_blocks.models import SentMail
from tests.flow_blocks.mail.smtp_server import mail_server
from tests.flow_blocks.rows import mail

pytestmark = pytest.mark.django_db(transaction=True)

WELCOME = {"flow": "News", "to": "ada@b.example", "subject": "Welcome", "text": "Dear Ada"}


@pytest.fixture
def smtp(settings: Any) -> Any:
    """`Any`: pytest's settings."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.FLOWS_MAIL_TIMEOUT = 2
    return settings


def outcome(smtp: Any, **answers: str) -> tuple[str, int, int]:
    """Status, mails that the server has taken, and tries; the mail is delivered twice."""
    row = mail(text="Dear Ada")
    with mail_server(**answers) as server:
        smtp.EMAIL_PORT = server.port
        deliver(row)
        if row.status in ("sent", "sending"):
            deliver(row)
        row.refresh_from_db()
        return str(row.status), len(server.taken), row.tries


def test_a_server_takes_a_mail(smtp: Any) -> None:
    assert outcome(smtp) == ("sent", 1, 1)


@pytest.mark.parametrize(
    "refusal",
    [
        {"CONNECT": "554 no service"},
        {"HELO": "550 who are you"},
        {"MAIL": "550 not from you"},
        {"RCPT": "550 no such user"},
        {"RCPT": "450 try later"},
        {"DATA": "451 try later"},
        {"END": "554 this is spam"},
        {"END": "452 the disk is full"},
    ],
    ids=lambda refusal: "-".join(refusal),
)
def test_what_a_server_refuses_may_be_tried_again(smtp: Any, refusal: dict[str, str]) -> None:
    assert outcome(smtp, **refusal) == ("failed", 0, 1)


def test_a_server_that_hangs_up_after_the_mail_leaves_a_doubt(smtp: Any) -> None:
    """It has taken it, for all that anybody knows."""
    assert outcome(smtp, END="") == ("sending", 1, 1)


def test_a_server_that_hangs_up_at_the_end_has_taken_it(smtp: Any) -> None:
    assert outcome(smtp, QUIT="") == ("sent", 1, 1)


def test_nobody_there_is_a_refusal(smtp: Any) -> None:
    smtp.EMAIL_PORT = 1
    row = mail()

    deliver(row)

    assert row.status == "failed"
    assert row.error.startswith("ConnectionRefusedError: ")


def test_a_server_that_says_nothing_is_not_waited_for(smtp: Any) -> None:
    """Django itself would wait for ever."""
    smtp.FLOWS_MAIL_TIMEOUT = 0.2
    row = mail()
    with mail_server(CONNECT="220-and") as server:
        smtp.EMAIL_PORT = server.port
        deliver(row)

    assert row.status == "failed"


def test_a_mail_goes_when_its_transaction_is_committed() -> None:
    with transaction.atomic():
        send_once("key", WELCOME)
        before = len(outgoing.outbox)

    assert (before, len(outgoing.outbox)) == (0, 1)


def test_a_transaction_that_is_rolled_back_sends_nothing() -> None:
    with transaction.atomic():
        send_once("key", WELCOME)
        transaction.set_rollback(True)

    assert outgoing.outbox == []
    assert not SentMail.objects.exists()


def test_one_key_is_one_mail() -> None:
    send_once("key", WELCOME)
    send_once("key", {**WELCOME, "subject": "Another"})

    assert [each.subject for each in outgoing.outbox] == ["Welcome"]


def test_eight_at_once_send_one() -> None:
    row = mail(text="Dear Ada")

    def send() -> None:
        deliver(SentMail.objects.get(pk=row.pk))
        send_once("other", WELCOME)
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outgoing.outbox) == 2
