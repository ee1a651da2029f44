"""Amounts as people read them."""

from decimal import Decimal


def price(amount: Decimal, currency: str) -> str:
    """As "12.50 EUR": two digits after the point at least, and none of them hidden."""
    whole, _, rest = f"{amount:f}".partition(".")
    return f"{whole}.{rest.rstrip('0').ljust(2, '0')} {currency}"
