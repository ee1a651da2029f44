"""A provider has something to say of payments: what it is, is asked for, and the runs are told."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone, translation

from cmsflows import outside
from flow_blocks.models.payment import OVER, Payment, PaymentStatus
from flow_blocks.payments.counting import is_superseded, withdraw
from flow_blocks.payments.errors import PaymentError
from flow_blocks.payments.standing import call_off, give_back, look_up
from flow_blocks.payments.telling import tell

logger = logging.getLogger("cmsflows")

PATIENCE = timedelta(minutes=2)
"""How long a visitor at the provider is left alone before anybody asks without being told to."""

SLOW_AFTER, SLOW_PAUSE = timedelta(days=1), timedelta(hours=1)
"""What takes days, as transfers between banks do, is asked about less often: providers count."""


def payments_named(alias: str, names: Sequence[str]) -> QuerySet[Payment]:
    """The payments that a provider's message is about, by its references or by our keys."""
    named = Q(reference__in=list(filter(None, names))) | Q(key__in=names)
    return Payment.objects.filter(named, provider=alias)


def hear_of(request: HttpRequest, payment: Payment) -> bool:
    """Find out how it stands, and tell its run; True where nothing is left to find out.

    What no run takes up any more is called off, and given back where it was paid. Raises
    `PaymentError`, and what the run's own step raises.
    """
    payment = look_up(payment)
    if payment.is_taken and payment.give_back_at:
        payment = give_back(payment)
    with translation.override(payment.language or None):
        outside.settle(request, payment.flow, payment.task_id)
    payment.refresh_from_db()
    if _is_undecided(payment) and not _is_awaited(request, payment):
        payment = _end(payment)
    if payment.updated < _earlier():
        tell(payment)
    return _is_settled(payment)


def settle_open_payments() -> tuple[int, int]:
    """Ask of all that is not over yet, or that no run has learnt of: how many, how many now are."""
    asked = settled = 0
    for payment in _unsettled().iterator():
        asked += 1
        # Before, so that two commands at once do not both ask about all of them.
        Payment.objects.filter(pk=payment.pk).update(asked_at=timezone.now())
        settled += is_heard_of(_request_about(payment), payment)
    return asked, settled


def is_heard_of(request: HttpRequest, payment: Payment) -> bool:
    """As `hear_of`, for who has other payments to see to, whatever is wrong with this one."""
    try:
        return hear_of(request, payment)
    except PaymentError as error:
        logger.warning("Payment %s cannot be settled now. %s", payment.key, error)
    except Exception:
        logger.exception("Payment %s cannot be settled now.", payment.key)
    return False


def _unsettled() -> QuerySet[Payment]:
    is_open = ~Q(status__in=OVER)
    is_paid = Q(status=PaymentStatus.PAID)
    is_left = is_paid & (Q(taken_up_at=None) | Q(give_back_at__isnull=False))
    is_news = ~Q(told=F("status"))
    waiting = Payment.objects.filter(is_open | is_left | is_news, updated__lt=_earlier())
    return waiting.filter(_is_due()).order_by("pk")


def _is_due() -> Q:
    now = timezone.now()
    is_young = Q(created__gt=now - SLOW_AFTER)
    return is_young | Q(asked_at=None) | Q(asked_at__lt=now - SLOW_PAUSE)


def _request_about(payment: Payment) -> HttpRequest:
    """As if the provider had called the site that the visitor pays at."""
    return outside.request_to(payment.host, is_secure=payment.is_secure, language=payment.language)


def _earlier() -> datetime:
    return timezone.now() - PATIENCE


def _is_settled(payment: Payment) -> bool:
    return payment.is_over and (payment.status != PaymentStatus.PAID or payment.counts)


def _is_undecided(payment: Payment) -> bool:
    """May it still be taken up?"""
    is_living = payment.is_taken or not payment.is_over
    return is_living and payment.taken_up_at is None and payment.give_back_at is None


def _is_awaited(request: HttpRequest, payment: Payment) -> bool:
    """Is it the last try of its intent, and is there a run that may come to know?"""
    if is_superseded(payment):
        return False
    return outside.awaits(request, payment.flow, payment.task_id, key=payment.intent)


def _end(payment: Payment) -> Payment:
    if not payment.is_taken:
        payment = call_off(payment)
    if payment.is_taken and withdraw(payment):
        payment = give_back(payment)
    return payment
