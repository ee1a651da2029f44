"""An intent is what a visitor wants to pay once, however often they try.

Each try is a payment with a key of its own; of one intent, one payment at a time can still be paid.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from flow_blocks.models.payment import OVER, TAKEN, Payment, PaymentStatus
from flow_blocks.payments.standing import call_off, give_back, look_up

BEFORE_THE_VISITOR = (PaymentStatus.NEW, PaymentStatus.OPEN)
ON_THE_WAY = timedelta(minutes=10)
"""For so long a call that nobody has answered may still arrive, and finds its key in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is paid, and by which way: a try on other terms is another payment."""

    provider: str
    kind: str
    amount: Decimal
    currency: str
    saved_method: int | None = None


def latest(intent: str) -> Payment | None:
    """The last try at it; None where there was none."""
    return Payment.objects.filter(intent=intent).order_by("-pk").first()


def payment_for(intent: str, terms: Terms, **details: Any) -> Payment:
    """The payment to start for this intent, or one that has been taken already.

    What was tried before on other terms can no longer be paid when this answers. `details` are the
    rest of the row. `Any`: fields are of all kinds. Raises `ProviderUnreachableError` where it
    cannot be known yet what became of the last try.
    """
    before = latest(intent)
    if before is None:
        return _made(intent, intent, terms, details)
    if before.status not in OVER:
        before = look_up(before)
    if _is_on(before, terms) and _is_good(before) and not _keeps_too_much(before, details):
        return before
    _end(before)
    tries = Payment.objects.filter(intent=intent).count()
    return _made(f"{intent}-{tries}", intent, terms, details)


def _is_on(payment: Payment, terms: Terms) -> bool:
    return terms == Terms(
        provider=payment.provider,
        kind=payment.kind,
        amount=payment.amount,
        currency=payment.currency,
        saved_method=payment.saved_method,
    )


def _is_good(payment: Payment) -> bool:
    """Is it taken, or can it still be? What never arrived is not on its way for ever, and some
    providers repeat to a key what went wrong with it."""
    if payment.status == PaymentStatus.MISSING:
        return timezone.now() - payment.started_at < ON_THE_WAY
    is_living = payment.status in (*TAKEN, *BEFORE_THE_VISITOR)
    return is_living and payment.give_back_at is None


def _keeps_too_much(payment: Payment, details: dict[str, Any]) -> bool:
    """Would a method be kept that its owner wants forgotten by now? `Any`: see `payment_for`."""
    is_wanted = bool(details.get("is_remembered"))
    return payment.is_remembered and not is_wanted and not payment.is_taken


def _end(payment: Payment) -> None:
    """Nothing comes of it any more; what was paid is given back."""
    # One that the provider has never heard of may still be on its way there.
    if payment.status not in OVER or payment.status == PaymentStatus.MISSING:
        payment = call_off(payment)
    if payment.is_taken:
        give_back(payment)


def _made(key: str, intent: str, terms: Terms, details: dict[str, Any]) -> Payment:
    """`Any`: see `payment_for`. Whoever comes first makes it; a step in doubt finds it there."""
    payment, _is_new = Payment.objects.get_or_create(
        key=key,
        defaults={
            "intent": intent,
            "provider": terms.provider,
            "kind": terms.kind,
            "amount": terms.amount,
            "currency": terms.currency,
            "saved_method": terms.saved_method,
            **details,
        },
    )
    return payment
