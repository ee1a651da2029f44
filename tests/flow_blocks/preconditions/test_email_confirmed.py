"""Email address is confirmed: the very one that the run knows now."""

from types import SimpleNamespace
from typing import Any

import pytest

from flow_blocks.preconditions.email_confirmed import EmailConfirmed


@pytest.mark.parametrize(
    ("state", "is_met"),
    [
        ({"email": "ada@example.com", "confirmed_email": "ada@example.com"}, True),
        ({"email": "ADA@example.com", "confirmed_email": "ada@example.com"}, True),
        ({"email": "eve@example.com", "confirmed_email": "ada@example.com"}, False),
        ({"email": "\u212aate@example.com", "confirmed_email": "kate@example.com"}, False),
        ({"email": "", "confirmed_email": ""}, False),
        ({"confirmed_email": "ada@example.com"}, False),
        ({"email": "ada@example.com"}, False),
        ({"email": ["ada@example.com"], "confirmed_email": ["ada@example.com"]}, False),
        ({}, False),
    ],
)
def test_it_compares_the_addresses(state: dict[str, Any], is_met: bool) -> None:
    component: Any = SimpleNamespace(state=state)

    assert EmailConfirmed().is_met(component) is is_met
