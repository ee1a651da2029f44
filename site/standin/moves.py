"""How a payment goes from one status to the next: once, with its line in the books and its webhook.

Each move names the statuses it may begin in, and the database alone decides who comes first: of
eight who pay, in eight tabs or eight processes, one moves and writes the books.
"""

import json
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from standin import courier
from standin.models import Delivery, LedgerEntry, StandInPayment, Status
from standin.models.ledger import Line

LINES = {Status.PAID: Line.CHARGE, Status.REFUNDED: Line.REFUND}


def move(payment: StandInPayment, to: Status, *, out_of: Collection[Status], **facts: Any) -> bool:
    """Did it move? It is read again in any case. `Any`: fields of a payment."""
    with transaction.atomic():
        standing = StandInPayment.objects.filter(pk=payment.pk, status__in=out_of)
        has_moved = bool(standing.update(status=to, updated=timezone.now(), **facts))
        payment.refresh_from_db()
        if has_moved:
            _write_the_books(payment)
            _announce(payment)
    return has_moved


def _write_the_books(payment: StandInPayment) -> None:
    line = LINES.get(Status(payment.status))
    if line is not None:
        LedgerEntry.objects.create(
            payment=payment,
            line=line,
            key=payment.key,
            amount=payment.amount,
            currency=payment.currency,
        )


def _announce(payment: StandInPayment) -> None:
    if not payment.notify_url:
        return
    delivery = Delivery(payment=payment, url=payment.notify_url)
    delivery.payload = json.dumps(
        {
            "id": delivery.event,
            "type": f"payment.{payment.status}",
            "created": int(timezone.now().timestamp()),
            "data": {"reference": payment.reference, "key": payment.key},
        }
    )
    delivery.save()
    courier.send_soon(delivery)
