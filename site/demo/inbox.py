"""The mails that the demo sent, as its visitors would find them: nothing leaves this machine."""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

LATEST = 50
SEPARATOR = b"-" * 79
"""What Django's `filebased` backend writes after each message."""


@dataclass(frozen=True)
class Mail:
    """One message."""

    to: str
    subject: str
    date: datetime | None
    """When it was sent, by its own word."""
    text: str


def inbox(request: HttpRequest) -> HttpResponse:
    """The newest mails first; only where the demo runs for somebody to try it."""
    if not settings.DEBUG:
        raise Http404("The inbox is for trying the demo.")
    return render(request, "demo/inbox.html", {"mails": latest_mails()})


def latest_mails() -> list[Mail]:
    """From the files that Django wrote, the newest first."""
    folder = settings.EMAIL_FILE_PATH
    if not folder:
        return []
    kept = Path(folder).glob("*.log")
    files = sorted(kept, key=lambda file: file.stat().st_mtime_ns, reverse=True)
    mails = [mail for file in files[:LATEST] for mail in reversed(_mails_in(file))]
    return mails[:LATEST]


def _mails_in(file: Path) -> list[Mail]:
    parts = file.read_bytes().split(SEPARATOR)
    return [_mail(part.strip()) for part in parts if part.strip()]


def _mail(raw: bytes) -> Mail:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
    return Mail(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        date=getattr(message["Date"], "datetime", None),
        text=body.get_content() if body else "",
    )
