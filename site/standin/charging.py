"""Charges a method of payment, each as its test number wants it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from standin import settling
from standin.models import StandInPayment, StandInToken, Status
from standin.moves import move
from standin.orders import NoAnswerError
from standin.outcomes import REFUSALS, Outcome

LATER = frozenset({Outcome.PENDING, Outcome.BOUNCES})


@dataclass(frozen=True, slots=True)
class Method:
    """What is paid with; a full number never comes as far as here."""

    outcome: Outcome
    brand: str = ""
    last4: str = ""
    expires: str = ""


def charge(
    payment: StandInPayment,
    method: Method,
    *,
    out_of: Collection[Status] = (Status.OPEN,),
    is_confirmed: bool = False,
) -> bool:
    """Did anything change? `is_confirmed`: the payer has told the bank that it is them.

    Raises `NoAnswerError` where the method is one that never answers.
    """
    facts = {"brand": method.brand, "last4": method.last4, "expires": method.expires}
    facts["outcome"] = method.outcome
    if method.outcome == Outcome.SILENT:
        raise NoAnswerError
    if method.outcome == Outcome.CHALLENGE and not is_confirmed:
        return _challenge(payment, facts)
    if method.outcome in REFUSALS:
        return move(payment, Status.FAILED, out_of=out_of, reason=method.outcome, **facts)
    to = Status.PENDING if method.outcome in LATER else Status.PAID
    lost = 1 if method.outcome == Outcome.LOST else 0
    with transaction.atomic():
        has_moved = move(payment, to, out_of=out_of, answers_to_lose=lost, **facts)
        if has_moved and payment.remember:
            _keep(payment)
    if has_moved and to == Status.PENDING:
        settling.settle_later(payment)
    return has_moved


def _challenge(payment: StandInPayment, facts: dict[str, str]) -> bool:
    """It stays open, and its page is another one now."""
    unasked = StandInPayment.objects.filter(pk=payment.pk, status=Status.OPEN, is_challenged=False)
    is_asked = bool(unasked.update(is_challenged=True, **facts))
    payment.refresh_from_db()
    return is_asked


def _keep(payment: StandInPayment) -> None:
    payment.token = StandInToken.objects.create(
        kind=payment.kind,
        outcome=payment.outcome,
        brand=payment.brand,
        last4=payment.last4,
        expires=payment.expires,
        email=payment.email,
    )
    StandInPayment.objects.filter(pk=payment.pk).update(token=payment.token)
