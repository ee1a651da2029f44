"""Amounts of money as whole numbers of a currency's smallest unit: 12.50 EUR is 1250."""

from decimal import Decimal

from flow_blocks.payments.errors import ProviderRefusedError

WITHOUT_CENTS = frozenset(
    {
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "JPY",
        "KMF",
        "KRW",
        "MGA",
        "PYG",
        "RWF",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    }
)
"""Counted in whole units (https://docs.stripe.com/currencies)."""

IN_THOUSANDTHS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
"""Counted in thousandths, of which the last digit must be 0 (same page)."""

UNCLEAR = frozenset({"UGX"})
"""Named on that page both among the currencies without cents and among those written with them."""


def minor_units(amount: Decimal, currency: str) -> int:
    """What Stripe wants to be told. Raises `ProviderRefusedError` where it cannot be exact."""
    code = currency.upper()
    if code in UNCLEAR:
        raise ProviderRefusedError(f"{code} is refused: its smallest unit is not clear.")
    if not amount.is_finite() or amount <= 0:
        raise ProviderRefusedError(f"{amount} {code} cannot be paid: it is not above zero.")
    if code in IN_THOUSANDTHS:
        return 10 * _whole(amount.scaleb(2), amount, code)
    return _whole(amount if code in WITHOUT_CENTS else amount.scaleb(2), amount, code)


def _whole(number: Decimal, amount: Decimal, code: str) -> int:
    if number != number.to_integral_value():
        raise ProviderRefusedError(f"{amount} {code} has more decimals than can be paid.")
    return int(number)
