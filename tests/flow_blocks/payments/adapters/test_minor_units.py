"""Money becomes whole numbers exactly, or not at all."""

from decimal import Decimal

import pytest

from flow_blocks.payments.adapters.minor_units import minor_units
from flow_blocks.payments.errors import ProviderRefusedError


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        ("12.50", "EUR", 1250),
        ("12.5", "eur", 1250),
        ("0.29", "EUR", 29),
        ("1.1", "USD", 110),
        ("500", "JPY", 500),
        ("500.000", "JPY", 500),
        ("5.120", "KWD", 5120),
        ("5", "ISK", 500),
        ("99999999999.999", "KWD", None),
        ("99999999999.990", "KWD", 99999999999990),
        ("1E+3", "EUR", 100000),
    ],
)
def test_an_amount_is_exact(amount: str, currency: str, units: int | None) -> None:
    """0.29 times 100 is 28 and some, for a computer that counts in halves."""
    if units is None:
        with pytest.raises(ProviderRefusedError):
            minor_units(Decimal(amount), currency)
        return

    assert minor_units(Decimal(amount), currency) == units


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("12.345", "EUR"), ("0.001", "EUR"), ("1.5", "JPY"), ("5.125", "KWD")],
)
def test_what_is_too_precise_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(ProviderRefusedError) as refusal:
        minor_units(Decimal(amount), currency)

    assert str(refusal.value) == f"{amount} {currency} has more decimals than can be paid."


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity", "-Infinity", "sNaN"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ProviderRefusedError) as refusal:
        minor_units(Decimal(amount), "EUR")

    assert str(refusal.value) == f"{amount} EUR cannot be paid: it is not above zero."


def test_a_currency_whose_smallest_unit_is_unclear_is_refused() -> None:
    with pytest.raises(ProviderRefusedError) as refusal:
        minor_units(Decimal(5), "UGX")

    assert str(refusal.value) == "UGX is refused: its smallest unit is not clear."
