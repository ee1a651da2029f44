"""When two ways to write an email address mean the same."""

import pytest

from flow_blocks.accounts.address import is_same, looks_like


@pytest.mark.parametrize(
    ("one", "other", "is_one_mailbox", "is_alike"),
    [
        ("ada@example.com", "ada@example.com", True, True),
        ("Ada@Example.COM", "ada@example.com", True, True),
        ("ada@example.com", "eve@example.com", False, False),
        ("\u212aate@example.com", "kate@example.com", False, True),  # the sign for Kelvin
        ("\uff41da@example.com", "ada@example.com", False, True),  # full width
        ("m\u0131ke@example.com", "mike@example.com", False, False),  # a dotless i
        ("STRASSE@example.com", "stra\u00dfe@example.com", False, True),
    ],
)
def test_alike_is_not_the_same(one: str, other: str, is_one_mailbox: bool, is_alike: bool) -> None:
    """Who reads the mail to one of them need not be able to read that to the other."""
    assert is_same(one, other) is is_one_mailbox
    assert (looks_like(one) == looks_like(other)) is is_alike


@pytest.mark.parametrize("nothing", ["", None, 7, ["ada@example.com"], {}])
def test_nothing_is_the_same_as_nothing(nothing: object) -> None:
    assert not is_same(nothing, nothing)
