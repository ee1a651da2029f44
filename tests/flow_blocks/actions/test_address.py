"""Address: street, postcode, town and country."""

import pytest

from cmsflows import COMPLETE
from tests.flow_blocks.conftest import Serve

HOME = {
    "line_1": "Unter den Linden 1",
    "line_2": "",
    "postcode": "10117",
    "city": "Berlin",
    "country": "Germany",
}


def test_it_leaves_the_address(serve: Serve) -> None:
    served = serve("address", data=HOME)

    assert served.answer is COMPLETE
    assert served.state == {"address": HOME}


def test_empty_fields_are_named(serve: Serve) -> None:
    served = serve("address", data={})

    assert served.errors == {
        "line_1": ["Enter a street."],
        "postcode": ["Enter a postcode."],
        "city": ["Enter a town or city."],
        "country": ["Enter a country."],
    }
    assert served.state == {}


@pytest.mark.parametrize("field", HOME)
@pytest.mark.parametrize("value", ["x" * 100_000, "Berlin\0"])
def test_what_is_too_long_or_no_text_is_refused(serve: Serve, field: str, value: str) -> None:
    served = serve("address", data={**HOME, field: value})

    assert list(served.errors) == [field]
    assert served.state == {}


def test_places_are_written_in_all_scripts(serve: Serve, hostile: str) -> None:
    served = serve("address", data={**HOME, "line_1": hostile})

    assert served.state["address"]["line_1"] == hostile


@pytest.mark.parametrize(
    ("options", "token"),
    [
        ({}, "address-line1"),
        ({"purpose": "billing"}, "billing address-line1"),
        ({"purpose": "shipping"}, "shipping address-line1"),
    ],
)
def test_browsers_are_told_which_address(serve: Serve, options: dict[str, str], token: str) -> None:
    field = serve("address", options).form.fields["line_1"]

    assert field.widget.attrs["autocomplete"] == token
