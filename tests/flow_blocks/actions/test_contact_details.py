"""Contact details: a name, an email address and a telephone number."""

from typing import Any

import pytest

from cmsflows import COMPLETE
from tests.flow_blocks.conftest import Serve

ADA = {"name": "Ada Lovelace", "email": "ada@example.com", "phone": "+44 20 7946 0000"}


def test_it_leaves_what_it_was_told(serve: Serve) -> None:
    served = serve("contact_details", data=ADA)

    assert served.answer is COMPLETE
    assert served.state == ADA


def test_empty_fields_are_named(serve: Serve) -> None:
    served = serve("contact_details", data={"name": "  "})

    assert served.errors == {
        "name": ["Enter your name."],
        "email": ["Enter your email address."],
    }
    assert served.state == {}


def test_the_telephone_number_can_be_required(serve: Serve) -> None:
    served = serve("contact_details", {"phone": "required"}, data={**ADA, "phone": ""})

    assert served.errors == {"phone": ["Enter your telephone number."]}


def test_a_number_nobody_asked_for_is_not_kept(serve: Serve) -> None:
    served = serve("contact_details", {"phone": "no"}, data=ADA)

    assert served.state == {**ADA, "phone": ""}


def test_names_come_in_all_scripts(serve: Serve, hostile: str) -> None:
    served = serve("contact_details", data={**ADA, "name": hostile})

    assert served.state["name"] == hostile


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 201),
        ("name", "Ada\0"),
        ("email", "ada"),
        ("email", "ada@example.com\nBcc: all@example.com"),
        ("email", "a" * 250 + "@example.com"),
        ("phone", "call me"),
        ("phone", "0" * 41),
        ("phone", "030 1234567\n1"),
        ("phone", "٠٣٠١٢٣٤"),
    ],
)
def test_what_cannot_be_right_is_refused(serve: Serve, field: str, value: str) -> None:
    served = serve("contact_details", data={**ADA, field: value})

    assert list(served.errors) == [field]
    assert served.state == {}


def test_browsers_are_told_what_to_fill_in(serve: Serve) -> None:
    fields = serve("contact_details").form.fields

    tokens = {name: field.widget.attrs["autocomplete"] for name, field in fields.items()}
    assert tokens == {"name": "name", "email": "email", "phone": "tel"}


@pytest.mark.parametrize(
    ("region", "typed", "kept"),
    [
        ("DE", "030 1234567", "+49 30 1234567"),
        ("GB", "020 7946 0000", "+44 20 7946 0000"),
        ("DE", "+44 20 7946 0000", "+44 20 7946 0000"),
        ("DE", "(030) 123-4567 x12", "+49 30 1234567 ext. 12"),
        ("", "030 1234567", "030 1234567"),
    ],
)
def test_a_number_is_kept_as_it_is_dialled_from_abroad(
    serve: Serve, region: str, typed: str, kept: str
) -> None:
    options = {"phone": "required", "region": region}

    served = serve("contact_details", options, data={**ADA, "phone": typed})

    assert served.state.get("phone") == kept


@pytest.mark.parametrize("typed", ["+49 1", "+999 123456789", "+49 " + "1" * 30])
def test_a_number_that_cannot_ring_is_refused(serve: Serve, typed: str) -> None:
    served = serve("contact_details", {"region": "DE"}, data={**ADA, "phone": typed})

    assert served.errors == {"phone": ["This cannot be a telephone number. Check its digits."]}


def test_numbers_are_of_the_sites_own_country(serve: Serve, settings: Any) -> None:
    settings.FLOWS_COUNTRY = "CH"

    served = serve("contact_details", data={**ADA, "phone": "044 668 18 00"})

    assert served.state["phone"] == "+41 44 668 18 00"
