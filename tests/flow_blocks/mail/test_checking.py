"""What editors are told about their placeholders."""

import pytest

from flow_blocks.mail.checking import flaws_of_entry, flaws_of_line, flaws_of_rich_text

KNOWN = {"name": "str", "address": "dict"}
LISTED = "You can use {name}, {address.…}."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{nmae}", f"Nothing in this flow stands for {{nmae}}. {LISTED}"),
        ("{Name}", f"Nothing in this flow stands for {{Name}}. {LISTED}"),
        (
            "{first name}",
            "{first name} is no placeholder: one has letters, digits and underscores, with dots "
            "between parts.",
        ),
        (
            "{}",
            "{} is no placeholder: one has letters, digits and underscores, with dots between "
            "parts.",
        ),
        (
            "{address}",
            "{address} has several parts. Name one of them, as in {address.city}.",
        ),
        (
            "{name",
            "A brace stands alone. Write placeholders like {name}, and no other braces.",
        ),
    ],
)
def test_what_is_wrong_is_said(text: str, sentence: str) -> None:
    assert list(flaws_of_line(text, KNOWN)) == [sentence]


@pytest.mark.parametrize("text", ["", "Hello", "{name}", "{ name }", "{address.city} {name}"])
def test_what_is_right_is_not_spoken_of(text: str) -> None:
    assert list(flaws_of_line(text, KNOWN)) == []
    assert list(flaws_of_rich_text(f"<p>{text}</p>", KNOWN)) == []


def test_one_mistake_is_said_once() -> None:
    assert len(list(flaws_of_line("{nmae} {nmae}", KNOWN))) == 1


def test_a_placeholder_in_the_address_of_a_link_is_refused() -> None:
    source = '<p><a href="https://b.example/{name}">Here</a></p>'

    assert list(flaws_of_rich_text(source, KNOWN)) == [
        "The address of a link cannot hold a placeholder. Write it as text."
    ]


def test_a_format_within_a_placeholder_is_refused() -> None:
    assert list(flaws_of_rich_text("<p>{na<b>me}</b></p>", KNOWN)) == [
        "A brace stands alone. Write placeholders like {name} in one format from brace to brace, "
        "and no other braces."
    ]


def test_of_many_names_some_are_listed() -> None:
    many = {f"name{number}": "str" for number in range(50)}

    (sentence,) = flaws_of_line("{nmae}", many)

    assert sentence.endswith("{name10}, {name11}, ….")


def test_where_nothing_is_known_that_is_said() -> None:
    assert list(flaws_of_entry("email", {})) == [
        "Nothing in this flow asks for “email”. No step of it asks for anything that could stand "
        "here."
    ]


def test_an_address_is_no_value_with_parts() -> None:
    assert list(flaws_of_entry("address", KNOWN)) == [
        "address has several parts. Name one of them, as in address.email."
    ]
