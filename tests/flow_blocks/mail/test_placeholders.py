"""Placeholders stand for plain values that are known, and for nothing else."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.safestring import mark_safe
from django.utils.translation import override

from cmsflows.engine.file_reference import FileReference
from flow_blocks.mail.placeholders import (
    LONGEST_VALUE,
    as_text,
    fill,
    has_stray_brace,
    one_line,
    values_of,
)

KNOWN = {"name": "str", "form": "dict", "billing.name": "str", "user": "User", "tags": "list"}


def filled(text: str, **state: Any) -> str:
    return fill(text, values_of(state, KNOWN))


def test_a_name_stands_for_its_value() -> None:
    assert filled("Dear {name},", name="Ada") == "Dear Ada,"


def test_space_within_the_braces_does_not_matter() -> None:
    assert filled("Dear { name },", name="Ada") == "Dear Ada,"


def test_a_part_is_named_behind_a_dot() -> None:
    assert (
        filled("{form.colour} {form.of.all}", form={"colour": "red", "of": {"all": 1}}) == "red 1"
    )


def test_a_named_step_has_its_values_under_its_name() -> None:
    assert filled("{billing.name}", billing={"name": "Ada"}) == "Ada"


def test_what_is_not_there_is_nothing() -> None:
    assert filled("{name}{form.colour}{billing.name}", form={}, billing="text") == ""


def test_what_no_step_promises_is_nothing_though_it_is_there() -> None:
    """A site's own notes in the state are not for editors to send around."""
    assert filled("{token}{name.secret}", token="s3cret", name={"secret": "s3cret"}) == ""


@pytest.mark.parametrize(
    "placeholder",
    [
        "{form.__class__}",
        "{form.__class__.__mro__}",
        "{form.items}",
        "{form.keys}",
        "{user.password}",
        "{user}",
        "{name.__len__}",
        "{name!r}",
        "{name:>10}",
        "{form[colour]}",
        "{0}",
        "{}",
        "{name.upper}",
        "{tags.0}",
    ],
)
def test_no_attribute_and_no_format_is_ever_reached(placeholder: str) -> None:
    user = User(username="ada", password="s3cret")

    said = filled(placeholder, form={"colour": "red"}, name="Ada", user=user, tags=["a"])

    assert said == ""


def test_a_value_is_not_read_for_placeholders() -> None:
    assert filled("{name}", name="{billing.name}", billing={"name": "Eve"}) == "{billing.name}"


@pytest.mark.parametrize("text", ["{{ name }}", "{% debug %}", "%(name)s", "${name}"])
def test_other_languages_of_templates_are_none_here(text: str) -> None:
    said = filled(text, name="")

    assert said in {"{}", "", "%(name)s", "$"}


def test_odd_text_is_text(hostile: str) -> None:
    assert filled("{name}", name=hostile) == hostile.replace("\u202e", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "Yes"),
        (False, "No"),
        (1234567, "1234567"),
        (date(2026, 11, 25), "Nov. 25, 2026"),
        (datetime(2026, 11, 25, 8, 30, tzinfo=UTC), "Nov. 25, 2026, 8:30 a.m."),
        (["red", "blue", {"no": "part"}, ""], "red, blue"),
        ({"b", "a"}, "a, b"),
        (None, ""),
        ({"a": "dict"}, ""),
        (b"bytes", ""),
        (object(), ""),
        (mark_safe("<b>"), "<b>"),
    ],
)
def test_plain_values_are_written_as_people_write_them(value: Any, text: str) -> None:
    assert as_text(value) == text


def test_values_are_written_in_the_visitors_language() -> None:
    with override("de"):
        assert as_text(Decimal("12.50")) == "12,50"
        assert as_text(True) == "Ja"


def test_an_upload_is_its_name() -> None:
    upload = FileReference(
        key=f"{'0' * 32}/{'1' * 32}", name="cv.pdf", size=1, content_type="application/pdf"
    )

    assert as_text(upload) == "cv.pdf"


def test_what_is_huge_is_cut_off() -> None:
    assert as_text("x" * 10_000_000) == "x" * LONGEST_VALUE + "…"


def test_what_cannot_be_seen_goes() -> None:
    assert as_text("a\x00b\x1b[31m\u202ec\u2028d\r\ne\rf") == "ab[31mcd\ne\nf"


def test_a_line_is_one_line() -> None:
    assert one_line("Hello\r\nBcc: eve@example.com\n\n there\x0b\x85") == (
        "Hello Bcc: eve@example.com there"
    )


@pytest.mark.parametrize("text", ["{name", "name}", "{{name}", "{name}}"])
def test_a_stray_brace_is_noticed(text: str) -> None:
    assert has_stray_brace(text)
