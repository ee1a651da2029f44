"""Sends codes: makes one, mails it, and says in a sentence what stands in the way.

Whether an address has an account is not to be told from words or from time. So an address without
one is written to as well: that somebody asked for a password, and that there is no account. Both
ways look up, hash, write and mail the same number of times. See OWASP, Forgot Password Cheat Sheet;
allauth does likewise.
"""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from flow_blocks.accounts.codes import (
    Errand,
    TooManyError,
    TooSoonError,
    make_code,
    sent,
    withdraw,
)
from flow_blocks.accounts.sign_in import accounts_of
from flow_blocks.mail.code_mail import words_of_code

logger = logging.getLogger("flow_blocks")

NEW_PASSWORD = "new_password"  # noqa: S105  # a purpose
CONFIRM_EMAIL = "confirm_email"

TOO_MANY = ValidationError(
    _("We have sent as many codes to this address as we may. Please try again in an hour."),
    code="too_many",
)
NO_ADDRESS = ValidationError(
    _("We do not know your email address. Go back and enter one like name@example.com."),
    code="no_address",
)
NOT_SENT = ValidationError(
    _("We could not send the email just now. Please try again in a few minutes."),
    code="not_sent",
)


@sensitive_variables()
def send_password_code(request: HttpRequest, *, task: str, email: str) -> None:
    """Mail a code for a new password, or word that there is no account.

    Raises `ValidationError`, for an address without an account as for one with.
    """
    accounts = accounts_of(request)
    errand = Errand(NEW_PASSWORD, task, email)
    accounts.before_new_password(email)
    owner = accounts.find(email)
    to = accounts.address_of(owner, email)
    code = _code_for(errand)
    if owner is None:
        _send(request, errand, "no_account", to=to, code="")
    else:
        _send(request, errand, "new_password", to=to, code=code)


@sensitive_variables()
def send_confirmation_code(request: HttpRequest, *, task: str, email: str) -> None:
    """Mail a code that shows the address to be the visitor's. Raises `ValidationError`."""
    try:
        validate_email(email)  # It may come from anywhere.
    except ValidationError as error:
        raise NO_ADDRESS from error
    errand = Errand(CONFIRM_EMAIL, task, email)
    _send(request, errand, "confirm_email", to=email, code=_code_for(errand))


def _code_for(errand: Errand) -> str:
    """Raises `ValidationError`."""
    try:
        return make_code(errand)
    except TooManyError as error:
        raise TOO_MANY from error
    except TooSoonError as error:
        raise _too_soon(errand) from error


def _too_soon(errand: Errand) -> ValidationError:
    found = sent(errand)
    seconds = max(1, found.wait if found else 1)
    message = ngettext(
        "We have just sent you a code. Please wait %(seconds)d second before you ask for another.",
        "We have just sent you a code. Please wait %(seconds)d seconds before you ask for another.",
        seconds,
    )
    return ValidationError(message % {"seconds": seconds}, code="too_soon")


@sensitive_variables()
def _send(request: HttpRequest, errand: Errand, kind: str, *, to: str, code: str) -> None:
    """Raises `ValidationError` where it cannot be sent: another may be asked for at once then."""
    words: dict[str, Any] = words_of_code(request, code)
    try:
        accounts_of(request).send_mail(kind, to, words)
    except Exception as error:  # Mail backends raise what they like.
        withdraw(errand)
        logger.exception("A code for %s could not be mailed.", errand.purpose)
        raise NOT_SENT from error
