"""A provider has something to say of payments: what it is, is asked for, and the runs are told."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone, translation

from cmsflows import outside
from flow_blocks.models.payment import OVER, Payment, PaymentStatus
from flow_blocks.payments.errors import PaymentError
from flow_blocks.payments.standing import give_back, look_up

logger = logging.getLogger("cmsflows")

PATIENCE = timedelta(minutes=2)
"""How long a visitor at the provider is left alone before anybody asks without being told to."""


def payments_named(alias: str, names: Sequence[str]) -> QuerySet[Payment]:
    """The payments that a provider's message is about, by its references or by our keys."""
    named = Q(reference__in=list(filter(None, names))) | Q(key__in=names)
    return Payment.objects.filter(named, provider=alias)


def hear_of(request: HttpRequest, payment: Payment) -> bool:
    """Find out how it stands, and tell its run; True where nothing is left to find out.

    What was paid for a run that is no longer there is given back. Raises `PaymentError`.
    """
    payment = look_up(payment)
    with translation.override(payment.language or None):
        is_settled = outside.settle(request, payment.flow, payment.task_id)
    if is_settled:
        payment.refresh_from_db()
    elif _is_orphan(request, payment):
        payment = give_back(payment)
    return payment.is_over and not _is_untold(payment)


def settle_open_payments() -> tuple[int, int]:
    """Ask of all that is not over yet, or that no run has learnt of: how many, how many now are."""
    asked = settled = 0
    for payment in _unsettled().iterator():
        asked += 1
        try:
            settled += hear_of(_request_about(payment), payment)
        except PaymentError as error:
            logger.warning("Payment %s cannot be settled now. %s", payment.key, error)
    return asked, settled


def _unsettled() -> QuerySet[Payment]:
    is_open = ~Q(status__in=OVER)
    is_untold = Q(status=PaymentStatus.PAID, taken_up_at=None)
    earlier = timezone.now() - PATIENCE
    return Payment.objects.filter(is_open | is_untold, updated__lt=earlier).order_by("pk")


def _request_about(payment: Payment) -> HttpRequest:
    """As if the provider had called the site that the visitor pays at."""
    return outside.request_to(payment.host, is_secure=payment.is_secure, language=payment.language)


def _is_untold(payment: Payment) -> bool:
    return payment.status == PaymentStatus.PAID and payment.taken_up_at is None


def _is_orphan(request: HttpRequest, payment: Payment) -> bool:
    """Paid, never taken up, and no run is left that could."""
    return _is_untold(payment) and not outside.is_there(request, payment.flow, payment.task_id)
