"""What a shop asks the stand-in to charge, and which of it is refused at once."""

import re
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from standin.models import Kind

DIGITS = {"CHF": 2, "CZK": 2, "DKK": 2, "EUR": 2, "GBP": 2, "JPY": 0, "KWD": 3, "PLN": 2, "USD": 2}
"""The currencies it knows, and how many digits each has after the point."""

MOST = Decimal(10) ** 9
"""No payment is as much as this."""

KEY = re.compile(r"[0-9a-f-]{32,40}")


class RefusedError(Exception):
    """The stand-in understood, and will not."""


class NoAnswerError(Exception):
    """The caller waits in vain; nothing was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One payment that a shop wants."""

    key: str
    kind: Kind
    amount: Decimal
    currency: str
    return_url: str = ""
    notify_url: str = ""
    description: str = ""
    email: str = ""
    remember: bool = False
    token: str = ""
    iban: str = ""

    @property
    def cents(self) -> int:
        """The last two digits of the price, where it has two."""
        return int(self.amount * 100) % 100 if DIGITS[self.currency] == 2 else 0


def check(order: Order) -> None:
    """Raise `RefusedError` where this cannot be charged."""
    if not KEY.fullmatch(order.key):
        raise RefusedError("The key must be 32 to 40 characters of 0-9, a-f and hyphens.")
    if order.currency not in DIGITS:
        raise RefusedError(f"The currency {order.currency!r} is not known here.")
    _check_amount(order)
    if not _is_web_address(order.return_url):
        raise RefusedError("The URL to return to must be absolute.")
    if order.notify_url and not _is_web_address(order.notify_url):
        raise RefusedError("The URL to notify must be absolute.")
    if order.kind == Kind.DIRECT_DEBIT and not (order.iban or order.token):
        raise RefusedError("A direct debit wants an account.")


def _check_amount(order: Order) -> None:
    amount, digits = order.amount, DIGITS[order.currency]
    if not amount.is_finite() or not 0 < amount < MOST:
        raise RefusedError(f"The amount must be more than 0, and less than {MOST:,f}.")
    if amount != round(amount, digits):
        raise RefusedError(f"{order.currency} has {digits} digits after the point.")


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and len(url) <= 2000
