"""Tells a site how its payments stand: each status that is news, until its receivers have heard."""

import logging

from flow_blocks.models.payment import Payment
from flow_blocks.payments.signals import payment_changed

logger = logging.getLogger("cmsflows")


def tell(payment: Payment) -> None:
    """What a receiver gets wrong is not the payment's fault, nor the visitor's.

    Where one fails, or the process dies before all have heard, they are told again; see `hearing`.
    """
    if payment.told == payment.status:
        return
    results = payment_changed.send_robust(Payment, payment=payment, before=payment.told)
    failed = [(receiver, result) for receiver, result in results if isinstance(result, Exception)]
    for receiver, error in failed:
        logger.error("%r failed to hear of payment %s.", receiver, payment.key, exc_info=error)
    if not failed:
        Payment.objects.filter(pk=payment.pk, status=payment.status).update(told=payment.status)
        payment.told = payment.status
