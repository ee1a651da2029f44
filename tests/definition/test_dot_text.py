"""Text for DOT keeps its meaning to readers and loses any it would have to Graphviz (B53)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsflows.definition.dot_text import lines, one_line, quoted, quoted_apart, quoted_to_the_left


@pytest.mark.parametrize(
    ("text", "dot"),
    [
        ("Log in", '"Log in"'),
        ('Say "yes"', '"Say \\"yes\\""'),
        ("<b>bold</b>", '"<b>bold</b>"'),
        ("\\N", '"\\\\N"'),
        ("Tea & cake &lt;", '"Tea &amp; cake &amp;lt;"'),
        ('"]; node [', '"\\"]; node ["'),
        ("ends in \\", '"ends in \\\\"'),
        ("two\nlines\tand\r\nmore", '"two lines and more"'),
        ("bell\x07", '"bell\N{REPLACEMENT CHARACTER}"'),
        ("half a pair \ud83d", '"half a pair \N{REPLACEMENT CHARACTER}"'),
        ("", '""'),
    ],
)
def test_what_means_something_to_dot_is_quoted(text: str, dot: str) -> None:
    assert quoted(text) == dot


@given(st.text())
def test_nothing_ends_the_quotes_early(text: str) -> None:
    """Inside, every quote and every backslash has a backslash of its own before it."""
    inside = quoted(text)[1:-1]

    assert '"' not in inside.replace("\\\\", "").replace('\\"', "")
    assert "\\" not in inside.replace("\\\\", "").replace('\\"', "")


def test_lines_are_set_centred_left_or_apart() -> None:
    assert quoted("one", "two") == '"one\\ntwo"'
    assert quoted_to_the_left("one", "two") == '"one\\ltwo\\l"'
    assert quoted_apart("one") == '"\N{NO-BREAK SPACE}one\N{NO-BREAK SPACE}"'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Log in", ["Log in"]),
        ("Address of the account’s holder", ["Address of", "the", "account’s…"]),
        ("Donaudampfschiff", ["Donaudampf", "schiff"]),
        ("  spaced   out  ", ["spaced out"]),
        ("ends here exactly. x", ["ends here", "exactly. x"]),
        ("", []),
    ],
)
def test_long_text_is_broken_and_then_cut(text: str, shown: list[str]) -> None:
    assert lines(text, width=10, at_most=3) == shown


@pytest.mark.parametrize("text", ["e\N{COMBINING ACUTE ACCENT}", "👩‍🚀", "👍🏽"])
def test_a_letter_is_not_parted_from_its_accent(text: str) -> None:
    first, *_rest = lines("x" * 9 + text + "yz", width=10, at_most=3)

    assert first == "x" * 9 + text


@given(st.text())
def test_text_that_fits_is_shown_whole(text: str) -> None:
    whole = one_line(text)

    shown = lines(text, width=max(len(whole), 1), at_most=1)

    assert "".join(shown) == whole


@given(st.text(min_size=1))
def test_no_text_makes_more_lines_than_allowed(text: str) -> None:
    assert len(lines(text, width=8, at_most=3)) <= 3
