"""What is exactly one address, and what is not."""

from typing import Any

import pytest

from flow_blocks.mail.addresses import address_of


@pytest.mark.parametrize("text", ["ada@b.example", " ada+news@b.example ", "o'neill@b.example"])
def test_an_address_is_one(text: str) -> None:
    assert address_of(text) == text.strip()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "ada",
        "ada@",
        "ada@b.example, eve@b.example",
        "ada@b.example;eve@b.example",
        "Ada <ada@b.example>",
        "ada@b.example\nBcc: eve@b.example",
        "ada\0@b.example",
        '"a b"@b.example',
        "ada@[127.0.0.1]",
        "a" * 250 + "@b.example",
        None,
        7,
        ["ada@b.example"],
        {"email": "ada@b.example"},
    ],
)
def test_whatever_else_is_none(value: Any) -> None:
    assert address_of(value) == ""
