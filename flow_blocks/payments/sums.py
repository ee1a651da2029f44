"""A sum of money that can be paid at all; a provider may still refuse it."""

import re
from decimal import Decimal

from flow_blocks.payments.errors import UnpayableError

CURRENCY = re.compile(r"[A-Z]{3}")
"""ISO 4217."""

MOST = Decimal(10) ** 11
"""A payment's column holds no more."""

NO_DIGITS = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"}
    | {"PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"}
)
THREE_DIGITS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""After the point; the others have two. ISO 4217."""


def check_sum(amount: Decimal, currency: str) -> None:
    """Raise `UnpayableError` where nobody could pay this."""
    if not CURRENCY.fullmatch(currency):
        raise UnpayableError(f"{currency!r} is no currency. Write it as ISO 4217 does, as 'EUR'.")
    if not amount.is_finite() or not 0 < amount < MOST:
        raise UnpayableError(f"{amount} {currency} is not more than 0, or is too much.")
    digits = digits_of(currency)
    if amount != round(amount, digits):
        raise UnpayableError(f"{amount} {currency} has more than {digits} digits after the point.")


def digits_of(currency: str) -> int:
    """How many digits its sums have after the point, at most."""
    if currency in NO_DIGITS:
        return 0
    return 3 if currency in THREE_DIGITS else 2
