"""Whatever an order is called, it fits into one line."""

import pytest

from flow_blocks.payments.one_line import one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("One teapot", "One teapot"),
        ("  One\r\n\tteapot ", "One teapot"),
        ("One\x00 tea\x1bpot\x7f", "One teapot"),
        ("李 עמר 👩\u200d🍳", "李 עמר 👩\u200d🍳"),
        ("\x00\x01", ""),
        ("", ""),
        ("x" * 300, "x" * 20),
        ("x" * 19 + " y", "x" * 19),
    ],
)
def test_a_text_is_one_short_line(text: str, line: str) -> None:
    assert one_line(text, length=20) == line
