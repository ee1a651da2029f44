"""The mail that tells a customer of their order: once, whoever settled its payment."""

from django.template.loader import render_to_string

from demo.orders import Order
from flow_blocks.mail.addresses import address_of
from flow_blocks.mail.sending import send_once


def confirm(order: Order, *, key: str) -> None:
    """Sent when the order is certain; a mail server that is down stops nobody."""
    to = address_of(order.email)
    if to:
        text = render_to_string("demo/mail/order_placed.txt", {"order": order}).strip()
        subject = f"Your order {order.pk} at Kiln & Kettle"
        send_once(key, {"flow": "Checkout", "to": to, "subject": subject, "text": f"{text}\n"})
