"""How a payment stands: asks its provider, and keeps what it answers."""

import logging
from collections.abc import Callable

from django.utils import timezone

from flow_blocks.models.payment import Payment, PaymentStatus
from flow_blocks.payments.errors import PaymentError, ProviderRefusedError
from flow_blocks.payments.provider import Charge, PaymentProvider, Progress, Started
from flow_blocks.payments.providers import provider
from flow_blocks.payments.remembering import remember
from flow_blocks.payments.telling import tell

logger = logging.getLogger("cmsflows")

RANK = {
    PaymentStatus.NEW: 0,
    PaymentStatus.MISSING: 1,
    PaymentStatus.OPEN: 2,
    PaymentStatus.APPROVED: 3,
    PaymentStatus.PENDING: 4,
    PaymentStatus.DECLINED: 5,
    PaymentStatus.CANCELLED: 5,
    PaymentStatus.PAID: 6,
    PaymentStatus.REFUNDED: 7,
}
"""A payment only goes on: an answer that was long on its way does not turn it back."""


def begin(payment: Payment, charge: Charge) -> Payment:
    """Start it at its provider. Raises `ProviderUnreachableError`, `ProviderRefusedError`."""
    Payment.objects.filter(pk=payment.pk).update(started_at=timezone.now())
    try:
        return keep(payment, provider(payment.provider).start(charge))
    except ProviderRefusedError:
        keep(payment, Progress(status=PaymentStatus.MISSING))
        raise


def look_up(payment: Payment) -> Payment:
    """As the provider knows it now. Raises `ProviderUnreachableError`, `ProviderRefusedError`."""
    return _ask(payment, lambda asked: asked.lookup)


def take_up(payment: Payment) -> Payment:
    """Take what the visitor has approved. Raises as `look_up` does."""
    return _ask(payment, lambda asked: asked.resume)


def call_off(payment: Payment) -> Payment:
    """Make sure that it cannot be paid any more, unless it was. Raises as `look_up` does."""
    return _ask(payment, lambda asked: asked.cancel)


def give_back(payment: Payment) -> Payment:
    """Refund it, once; nothing takes it up any more, and what fails is tried again, see `hearing`.

    Raises as `look_up` does.
    """
    rows = Payment.objects.filter(pk=payment.pk, give_back_at=None)
    if rows.update(give_back_at=timezone.now()):
        logger.warning("Payment %s is given back: its run goes on without it.", payment.key)
    return _ask(payment, lambda asked: asked.refund)


def give_back_in_time(payment: Payment) -> None:
    """Refund it, once; where that cannot be now, it is asked for again until it is done."""
    try:
        give_back(payment)
    except PaymentError as error:
        logger.warning("Payment %s cannot be given back now. %s", payment.key, error)


def keep(payment: Payment, progress: Progress) -> Payment:
    """The row as it now stands, by what the provider says; a faster and later word stays."""
    lower = [status for status, rank in RANK.items() if rank < RANK[progress.status]]
    known = {
        name: value
        for name, value in (
            ("reference", progress.reference),
            ("url", progress.url),
            ("brand", progress.brand),
            ("last4", progress.last4),
        )
        if value
    }
    rows = Payment.objects.filter(pk=payment.pk)
    has_moved = rows.filter(status__in=lower).update(
        status=progress.status, reason=progress.reason, updated=timezone.now(), **known
    )
    if not has_moved and known:
        rows.filter(status=progress.status).update(**known)
    payment.refresh_from_db()
    if has_moved:
        _remember(payment, progress)
        tell(payment)
    return payment


def _remember(payment: Payment, progress: Progress) -> None:
    """The method, where its owner wanted that; once it has paid, so that it is known to be good."""
    if not (payment.is_remembered and progress.token and payment.is_taken):
        return
    rows = Payment.objects.filter(pk=payment.pk, remembered_at=None)
    if rows.update(remembered_at=timezone.now()):
        remember(payment.owner, alias=payment.provider, kind=payment.kind, token=progress.token)


def started(payment: Payment) -> Started:
    """What names a payment to its provider."""
    return Started(
        key=payment.key,
        reference=payment.reference,
        kind=payment.kind,
        amount=payment.amount,
        currency=payment.currency,
        started_at=payment.started_at,
        is_by_token=payment.saved_method is not None,
    )


def _ask(
    payment: Payment, method: Callable[[PaymentProvider], Callable[[Started], Progress]]
) -> Payment:
    return keep(payment, method(provider(payment.provider))(started(payment)))
