"""Makes an order of what was paid for, and cancels it when it was paid back."""

from collections.abc import Mapping
from typing import Any

from django.dispatch import receiver

from demo.orders import Order, Status
from flow_blocks.models.payment import Payment, PaymentStatus
from flow_blocks.payments.signals import payment_changed

LOST = (PaymentStatus.DECLINED, PaymentStatus.CANCELLED, PaymentStatus.REFUNDED)


def place_order(payment: Payment, state: Mapping[str, Any]) -> Order:
    """One order an intent, however often this is asked. `Any`: a run's state."""
    order, _is_new = Order.objects.get_or_create(
        reference=payment.intent,
        defaults={
            "item": state["title"],
            "quantity": state["quantity"],
            "unit_price": state["price"],
            "name": state.get("name") or state["email"],
            "email": state["email"],
            "phone": state.get("phone", ""),
            "address": in_lines(**state.get("address", {})),
            "payment": payment.kind,
            "paid_with": paid_with(payment),
        },
    )
    return order


@receiver(payment_changed)
def cancel_order(sender: type[Payment], *, payment: Payment, **kwargs: Any) -> None:
    """What was paid back, or failed late, is not to be made. `Any`: a signal passes what it likes.

    An intent may have been paid in another try: that one counts.
    """
    is_paid = Payment.objects.filter(intent=payment.intent, status=PaymentStatus.PAID).exists()
    if payment.status in LOST and not is_paid:
        Order.objects.filter(reference=payment.intent).update(status=Status.CANCELLED)


def paid_with(payment: Payment) -> str:
    """As "Visa ending in 4242"."""
    words = payment.brand or payment.get_kind_display()
    return f"{words} ending in {payment.last4}" if payment.last4 else words


def in_lines(
    *,
    line_1: str = "",
    line_2: str = "",
    postcode: str = "",
    city: str = "",
    country: str = "",
    **rest: str,
) -> str:
    """An address as it stands on an envelope."""
    lines = [line_1, line_2, f"{postcode} {city}".strip(), rest.get("country_name") or country]
    return "\n".join(filter(None, lines))
