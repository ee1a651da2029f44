"""Emailed codes: made, tried and used up, whichever process is asked.

Every change is one conditional UPDATE, so that five tries are five however many guess at once. A
code is good for one run, one purpose and one address. What is kept are keyed hashes.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any, TypeAlias

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.debug import sensitive_variables

from cmsflows import conf
from flow_blocks.accounts.address import looks_like, mailbox
from flow_blocks.models import CodeAllowance, EmailedCode

DIGITS = 6

Codes: TypeAlias = "QuerySet[EmailedCode]"

SECOND_CLICK = timedelta(seconds=30)
"""For so long the code just used is taken once more from the same run: somebody clicked twice."""

AN_HOUR = timedelta(hours=1)


class TooSoonError(Exception):
    """A code was sent only just now."""


class TooManyError(Exception):
    """The address was sent as many codes as it may be."""


class WrongCodeError(Exception):
    """It is another code."""


class DeadCodeError(Exception):
    """There is no code to try: too old, tried too often, used, or never sent."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What a code is for: a purpose, a run, and the address it is sent to."""

    purpose: str
    task: str
    email: str

    @property
    def address(self) -> str:
        return _hash("address", f"{self.purpose}:{mailbox(self.email)}")

    @property
    def alike(self) -> str:
        """The same for all addresses that look like this one."""
        return _hash("alike", f"{self.purpose}:{looks_like(self.email)}")

    @property
    def key(self) -> dict[str, str]:
        return {"purpose": self.purpose, "task": self.task, "address": self.address}

    def digest(self, code: str) -> str:
        return _hash("code", f"{self.purpose}:{self.task}:{self.address}:{code}")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page may say of a code that was sent."""

    wait: int
    """Seconds until another may be asked for."""


@sensitive_variables()
def make_code(errand: Errand) -> str:
    """A new code, in place of the one before. Raises `TooSoonError`, `TooManyError`."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with transaction.atomic():
        _keep(errand, errand.digest(code))
        _count(errand)
    return code


def withdraw(errand: Errand) -> None:
    """The code could not be sent: it is good for nothing, and another may be asked for at once."""
    now = timezone.now()
    codes = EmailedCode.objects.filter(**errand.key)
    codes.update(expires_at=now, sent_at=now - _seconds("FLOWS_CODE_RESEND_DELAY"))


def sent(errand: Errand) -> Sent | None:
    """The code that was sent last; None where there is none. Nothing is written."""
    code = EmailedCode.objects.filter(**errand.key).first()
    if code is None:
        return None
    wait = code.sent_at + _seconds("FLOWS_CODE_RESEND_DELAY") - timezone.now()
    return Sent(wait=max(0, ceil(wait.total_seconds())))


@sensitive_variables()
def try_code(errand: Errand, text: str) -> str:
    """Count a try, and answer the id of the code if it is the right one.

    Raises `WrongCodeError` where it may be tried again, else `DeadCodeError`.
    """
    code = EmailedCode.objects.filter(**errand.key).first()
    if code is None:
        raise DeadCodeError
    is_right = constant_time_compare(code.digest, errand.digest(text))
    same = EmailedCode.objects.filter(pk=code.pk, digest=code.digest)
    if not _alive(same).update(tries=F("tries") + 1):
        if is_right and _is_second_click(same):
            return str(code.pk)
        raise DeadCodeError
    if is_right:
        same.filter(used_at=None).update(used_at=timezone.now())
        return str(code.pk)
    if _alive(same).exists():
        raise WrongCodeError
    raise DeadCodeError


def spend(errand: Errand, code_id: str) -> bool:
    """Use up a code that was entered lately, for what it was entered for. True only once.

    All codes that other runs have for this purpose and address go with it.
    """
    if not code_id.isdecimal():
        return False
    now = timezone.now()
    entered = EmailedCode.objects.filter(
        **errand.key, pk=code_id, spent_at=None, used_at__gt=now - _seconds("FLOWS_CODE_AGE")
    )
    if not entered.update(spent_at=now):
        return False
    others = EmailedCode.objects.filter(purpose=errand.purpose, address=errand.address)
    others.filter(spent_at=None).update(spent_at=now)
    return True


def forget_old_codes() -> int:
    """Delete what no visitor can use any more; answer how many codes there were."""
    before = timezone.now() - AN_HOUR - _seconds("FLOWS_CODE_AGE")
    CodeAllowance.objects.filter(since__lt=before).delete()
    number, _by_model = EmailedCode.objects.filter(expires_at__lt=before).delete()
    return number


def _keep(errand: Errand, digest: str) -> None:
    """Raises `TooSoonError`, of two at once for one of them."""
    now = timezone.now()
    new: dict[str, Any] = {  # of the kinds of its fields
        "digest": digest,
        "tries": 0,
        "sent_at": now,
        "expires_at": now + _seconds("FLOWS_CODE_AGE"),
        "used_at": None,
        "spent_at": None,
    }
    delay = _seconds("FLOWS_CODE_RESEND_DELAY")
    if EmailedCode.objects.filter(**errand.key, sent_at__lte=now - delay).update(**new):
        return
    try:
        with transaction.atomic():
            EmailedCode.objects.create(**errand.key, **new)
    except IntegrityError as error:
        raise TooSoonError from error


def _count(errand: Errand) -> None:
    """Raises `TooManyError`. The hour begins with the first code."""
    now = timezone.now()
    key = {"purpose": errand.purpose, "address": errand.alike}
    allowance = CodeAllowance.objects.filter(**key)
    if allowance.filter(since__lte=now - AN_HOUR).update(since=now, sent=1):
        return
    if not allowance.exists():
        try:
            with transaction.atomic():
                CodeAllowance.objects.create(**key, since=now, sent=1)
                return
        except IntegrityError:
            pass  # Somebody has just asked for the first one, too.
    limit = int(conf.get("FLOWS_CODES_PER_HOUR"))
    if not allowance.filter(sent__lt=limit).update(sent=F("sent") + 1):
        raise TooManyError


def _alive(code: Codes) -> Codes:
    """The code, if it may be tried now."""
    return code.filter(
        tries__lt=int(conf.get("FLOWS_CODE_TRIES")),
        expires_at__gt=timezone.now(),
        used_at=None,
        spent_at=None,
    )


def _is_second_click(code: Codes) -> bool:
    return code.filter(used_at__gt=timezone.now() - SECOND_CLICK, spent_at=None).exists()


def _seconds(setting: str) -> timedelta:
    return timedelta(seconds=int(conf.get(setting)))


def _hash(purpose: str, text: str) -> str:
    return salted_hmac(f"flow_blocks.{purpose}", text, algorithm="sha256").hexdigest()
