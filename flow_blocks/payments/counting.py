"""Which payment of an intent counts: the one that a run takes up. The others are given back."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from flow_blocks.models.payment import Payment


def count(payment: Payment, make: Callable[[Payment], None]) -> Payment | None:
    """Take up what was paid, unless another try at the same intent was: answer which counts.

    What it pays for is made by `make`, in the same transaction. None where this one counts no
    longer, since it is given back, or another try has taken its place.
    """
    with transaction.atomic():
        # Locked, so that what is given back meanwhile is not taken up, nor the other way round.
        tries = Payment.objects.select_for_update().filter(intent=payment.intent).order_by("pk")
        known = list(tries)
        counted = next((each for each in known if each.counts), None)
        if counted is None and known[-1].pk == payment.pk and _can_count(known[-1]):
            counted = known[-1]
        if counted is None:
            return None
        make(counted)
        Payment.objects.filter(pk=counted.pk, taken_up_at=None).update(taken_up_at=timezone.now())
        return counted


def withdraw(payment: Payment) -> bool:
    """Make sure that no run takes it up any more. False where one has."""
    rows = Payment.objects.filter(pk=payment.pk, taken_up_at=None)
    return bool(rows.update(give_back_at=timezone.now()))


def is_superseded(payment: Payment) -> bool:
    """Was its intent tried again?"""
    return Payment.objects.filter(intent=payment.intent, pk__gt=payment.pk).exists()


def _can_count(payment: Payment) -> bool:
    return payment.is_taken and payment.give_back_at is None
