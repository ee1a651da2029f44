"""Orders at PayPal: what one is asked for, and how a payment stands by it.

https://developer.paypal.com/docs/api/orders/v2/
"""

import re
from decimal import Decimal
from typing import Any

from flow_blocks.models.payment import PaymentStatus
from flow_blocks.payments.decline import DeclineReason
from flow_blocks.payments.errors import ProviderRefusedError, ProviderUnreachableError
from flow_blocks.payments.one_line import one_line
from flow_blocks.payments.provider import Charge, Progress

Json = dict[str, Any]
"""`Any`: JSON."""

WITHOUT_CENTS = frozenset({"HUF", "JPY", "TWD"})
"""PayPal takes whole ones only (https://developer.paypal.com/api/rest/reference/currency-codes/)."""

DESCRIPTION_LENGTH = 127
BRAND_LENGTH = 80
"""Of what a payment may keep of the payer's address."""

LANGUAGE = re.compile(r"([a-z]{2})(?:-([a-z]{2}))?")

CANCELLED, DECLINED = "cancelled-", "declined-"
"""Written before the key, in an order that we shall never capture: PayPal cannot void one."""

OPEN = frozenset({"CREATED", "SAVED", "PAYER_ACTION_REQUIRED"})

CAPTURES = {
    "COMPLETED": PaymentStatus.PAID,
    "PARTIALLY_REFUNDED": PaymentStatus.PAID,
    "PENDING": PaymentStatus.PENDING,
    "DECLINED": PaymentStatus.DECLINED,
    "FAILED": PaymentStatus.DECLINED,
    "REFUNDED": PaymentStatus.REFUNDED,
}

DECLINES = {
    "INSTRUMENT_DECLINED": DeclineReason.DECLINED,
    "TRANSACTION_REFUSED": DeclineReason.DECLINED,
    "COMPLIANCE_VIOLATION": DeclineReason.DECLINED,
    "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING": DeclineReason.DECLINED,
    "CARD_EXPIRED": DeclineReason.EXPIRED,
    "PAYER_CANNOT_PAY": DeclineReason.ACCOUNT,
    "PAYER_ACCOUNT_RESTRICTED": DeclineReason.ACCOUNT,
    "PAYER_ACCOUNT_LOCKED_OR_CLOSED": DeclineReason.ACCOUNT,
}
"""What visitors may know, by the issue with which PayPal refuses to capture."""


def order_data(charge: Charge) -> Json:
    """The same charge gives the same words. The invoice id, too, is the key: PayPal takes no second
    payment for one invoice, even after it has forgotten the name of the call."""
    unit: Json = {
        "custom_id": charge.key,
        "invoice_id": charge.key,
        "amount": {
            "currency_code": charge.currency.upper(),
            "value": money(charge.amount, charge.currency),
        },
    }
    description = one_line(charge.description, length=DESCRIPTION_LENGTH)
    if description:
        unit["description"] = description
    context = {
        "return_url": charge.return_url,
        "cancel_url": charge.return_url,
        "user_action": "PAY_NOW",
        "shipping_preference": "NO_SHIPPING",
        **locale_for(charge.language),
    }
    return {
        "intent": "CAPTURE",
        "purchase_units": [unit],
        "payment_source": {"paypal": {"experience_context": context}},
    }


def money(amount: Decimal, currency: str) -> str:
    """As PayPal writes it: "12.50". Raises `ProviderRefusedError` where that is not exact."""
    if not amount.is_finite() or amount <= 0:
        raise ProviderRefusedError(f"{amount} {currency} cannot be paid: it is not above zero.")
    places = 0 if currency.upper() in WITHOUT_CENTS else 2
    written = f"{amount:.{places}f}"
    if Decimal(written) != amount:
        raise ProviderRefusedError(f"{amount} {currency} has more decimals than can be paid.")
    return written


def locale_for(language: str) -> dict[str, str]:
    """PayPal's name for Django's "pt-br"; without one it asks the browser."""
    known = LANGUAGE.fullmatch(language)
    if not known:
        return {}
    base, region = known.groups()
    return {"locale": f"{base}-{region.upper()}" if region else base}


def progress_of(order: Json) -> Progress:
    """Raises `ProviderUnreachableError` where it does not tell how it stands."""
    try:
        return _progress(order)
    except (AttributeError, LookupError, TypeError) as error:
        raise ProviderUnreachableError("PayPal's answer cannot be read.") from error


def capture_id(order: Json) -> str:
    """The capture of an order that was paid."""
    return str(order["purchase_units"][0]["payments"]["captures"][-1]["id"])


def is_for(order: Json, charge: Charge) -> bool:
    """Is it this charge that the order is about, as far as the money goes?"""
    try:
        amount = order["purchase_units"][0]["amount"]
        return (Decimal(amount["value"]), amount["currency_code"]) == (
            charge.amount,
            charge.currency.upper(),
        )
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise ProviderUnreachableError("PayPal's answer cannot be read.") from error


def key_of(custom_id: object) -> str:
    """The payment's key in an order's own field of ours, marked or not."""
    text = custom_id if isinstance(custom_id, str) else ""
    return text.removeprefix(CANCELLED).removeprefix(DECLINED)


def _progress(order: Json) -> Progress:
    reference, status = str(order["id"]), order["status"]
    unit = order["purchase_units"][0]
    wallet = (order.get("payment_source") or {}).get("paypal") or {}
    brand = str(wallet.get("email_address", ""))[:BRAND_LENGTH]
    captures = (unit.get("payments") or {}).get("captures")
    if captures:
        stands = CAPTURES[captures[-1]["status"]]
        is_declined = stands == PaymentStatus.DECLINED
        reason = DeclineReason.DECLINED if is_declined else ""
        return Progress(status=stands, reference=reference, brand=brand, reason=reason)
    if status == "VOIDED" or unit.get("custom_id", "").startswith(CANCELLED):
        return Progress(status=PaymentStatus.CANCELLED, reference=reference)
    if unit.get("custom_id", "").startswith(DECLINED):
        reason = DeclineReason.DECLINED
        return Progress(status=PaymentStatus.DECLINED, reference=reference, reason=reason)
    if status == "APPROVED":
        return Progress(status=PaymentStatus.APPROVED, reference=reference, brand=brand)
    if status not in OPEN:
        raise LookupError(status)
    return Progress(status=PaymentStatus.OPEN, reference=reference, url=_page(order))


def _page(order: Json) -> str:
    """Where the visitor approves it; empty where PayPal tells that only once."""
    links = {link["rel"]: link["href"] for link in order.get("links", [])}
    return str(links.get("payer-action") or links.get("approve", ""))
