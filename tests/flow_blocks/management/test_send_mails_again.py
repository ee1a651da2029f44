"""`manage.py send_mails_again` tries what is known not to have been sent."""

import io
from typing import Any

import pytest
from django.core import mail as outgoing
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from flow_blocks.mail.sending import deliver
from flow_blocks.models import MailStatus, SentMail
from flow_blocks.tasks import send_mails_again
from tests.flow_blocks.rows import ago, mail

pytestmark = pytest.mark.django_db


def sent(**options: Any) -> str:
    out = io.StringIO()
    call_command("send_mails_again", stdout=out, **options)
    return out.getvalue()


def status(row: SentMail) -> str:
    row.refresh_from_db()
    return str(row.status)


def test_what_the_server_refused_is_tried_once_its_pause_is_over() -> None:
    due = mail(status="failed", text="Dear Ada", try_at=ago(seconds=1))
    early = mail(status="failed", to="eve@b.example", try_at=ago(seconds=-60))

    said = sent()

    assert said == "1 mail was sent. 1 is left to try.\n"
    assert (status(due), status(early)) == ("sent", "failed")
    assert outgoing.outbox[0].to == ["ada@b.example"]


def test_what_a_process_left_waiting_is_sent() -> None:
    left = mail(status="waiting", try_at=ago(seconds=1))
    mail(status="waiting")

    sent()

    assert status(left) == "sent"
    assert len(outgoing.outbox) == 1


@pytest.mark.parametrize("state", ["sending", "sent"])
def test_what_may_have_been_sent_is_never_sent_again(state: str) -> None:
    mail(status=state, try_at=ago(days=1), tries=1)

    sent(now=True)
    send_mails_again()

    assert outgoing.outbox == []


def test_now_means_now() -> None:
    mail(status="failed", try_at=ago(hours=-5))

    assert sent(now=True) == "1 mail was sent. 0 are left to try.\n"


class Refusing(EmailBackend):
    """Takes nothing."""

    def send_messages(self, messages: Any) -> int:
        return 0


def test_pauses_grow_and_tries_end(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    settings.FLOWS_MAIL_TRIES = 3
    row = mail()
    pauses = []
    while status(row) == "waiting" or row.try_at:
        deliver(row)
        pauses.append(round((row.try_at - row.moved_at).total_seconds()) if row.try_at else 0)

    assert pauses == [300, 600, 0]
    assert (row.status, row.tries) == (MailStatus.FAILED, 3)
    assert row.error == "The mail backend says that it has sent nothing."
    assert sent(now=True) == "0 mails were sent. 0 are left to try.\n"
