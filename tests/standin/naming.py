"""How the shop names a payment of the stand-in's."""

from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.provider import Started
from standin.models import StandInPayment


def started(payment: StandInPayment) -> Started:
    return Started(
        key=payment.key,
        reference=payment.reference,
        kind=PaymentKind(payment.kind),
        amount=payment.amount,
        currency=payment.currency,
        started_at=payment.created,
    )
