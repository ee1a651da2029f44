"""Sends mails, each at most once: a row is made first, and whoever moves it on sends.

What the mail server refused, or never heard of, is known not to be sent, and may be tried again.
Whatever breaks off between is in doubt, and is never tried again.
"""

import logging
import smtplib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.db import transaction

from cmsflows import conf
from flow_blocks.models import MailStatus, SentMail

logger = logging.getLogger("flow_blocks")

REFUSALS = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
)
"""What says for certain that a server did not take a mail (RFC 5321, sections 3.3 and 4.2)."""


def send_once(key: str, values: Mapping[str, Any], *, is_limited: bool = False) -> SentMail:
    """Send the mail of this key, unless it was before, once the transaction is committed.

    `values` are the fields of `SentMail`. `Any`: fields of all kinds. Where mails are limited, one
    too many to its address is listed, and not sent. Nothing that a mail server does raises here.
    """
    is_enough = is_limited and SentMail.is_enough_for(values["to"])
    held = {"status": MailStatus.HELD, "try_at": None, "text": "", "html": ""} if is_enough else {}
    mail, is_new = SentMail.objects.get_or_create(key=key, defaults={**values, **held})
    if is_new and is_enough:
        logger.warning("Mail %s of %s is held back: too many went there.", mail.pk, mail.flow)
    elif is_new:
        transaction.on_commit(partial(deliver, mail), robust=True)
    return mail


def deliver(mail: SentMail) -> bool:
    """Hand a mail over that waits to be sent, or was refused. True where this call has done so."""
    waits = mail.move(
        MailStatus.WAITING, MailStatus.FAILED, to=MailStatus.SENDING, tries=mail.tries + 1
    )
    if not waits:
        return False
    connection = _connection()
    if not _is_done(mail, connection.open, is_certain=True):
        return False
    try:
        return _is_done(mail, partial(connection.send_messages, [message_of(mail)]))
    finally:
        _close(connection)


def message_of(mail: SentMail) -> EmailMultiAlternatives:
    """The mail itself. Its id is the same however often it is tried."""
    sender = conf.default_from_email()
    domain = sender.rpartition("@")[2].strip(" >") or "localhost"
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=sender,
        to=mail.recipients,
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Auto-Submitted": "auto-generated", "Message-ID": f"<{mail.key}@{domain}>"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _is_done(mail: SentMail, act: Callable[[], Any], *, is_certain: bool = False) -> bool:
    """Do one part of handing a mail over, and note what came of it.

    `is_certain` says that whatever goes wrong, the mail was not taken. `Any`: a backend's answer.
    """
    try:
        answer = act()
    except Exception as error:  # A mail backend raises what it likes; the visitor goes on.
        is_refused = is_certain or isinstance(error, REFUSALS)
        _fail(mail, error, is_refused=is_refused)
        return False
    if is_certain:
        return True
    if answer == 0:
        _fail(mail, "The mail backend says that it has sent nothing.", is_refused=True)
        return False
    done = {"error": "", "text": "", "html": "", "try_at": None}
    return mail.move(MailStatus.SENDING, to=MailStatus.SENT, **done)


def _fail(mail: SentMail, error: object, *, is_refused: bool) -> None:
    said = f"{type(error).__name__}: {error}" if isinstance(error, Exception) else str(error)
    said = said.replace("\0", "")  # which no database keeps
    status = MailStatus.FAILED if is_refused else MailStatus.SENDING
    try_at = mail.next_try if is_refused else None
    mail.move(MailStatus.SENDING, to=status, error=said[:500], try_at=try_at)
    logger.error(
        "Mail %s of %s was not sent at try %d%s. %s",
        mail.pk,
        mail.flow,
        mail.tries,
        "" if is_refused else ", or nobody knows whether it was",
        said,
        exc_info=isinstance(error, Exception),
    )


def _connection() -> Any:
    """The site's mail backend, which shall not keep a visitor waiting. `Any`: whichever it is."""
    connection = get_connection()
    if isinstance(connection, SmtpBackend) and connection.timeout is None:
        connection.timeout = float(conf.get("FLOWS_MAIL_TIMEOUT"))
    return connection


def _close(connection: Any) -> None:
    """The mail is taken or it is not: what goes wrong from here on changes nothing. `Any`: see
    `_connection`."""
    try:
        connection.close()
    except Exception:
        logger.debug("The connection to the mail server could not be closed.", exc_info=True)
