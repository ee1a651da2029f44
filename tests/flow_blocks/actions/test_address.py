"""Address: a country, and what an address has there."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.utils.translation import override

from cmsflows import COMPLETE
from tests.flow_blocks.conftest import Serve, Served

HOME = {
    "line_1": "Unter den Linden 1",
    "line_2": "",
    "postcode": "10117",
    "city": "Berlin",
    "country": "DE",
}

ADDRESSES = {
    "US": {"line_1": "1 Infinite Loop", "postcode": "95014", "city": "Cupertino", "area": "CA"},
    "GB": {"line_1": "10 Downing St", "postcode": "SW1A 2AA", "city": "London"},
    "JP": {"line_1": "千代田1-1", "postcode": "100-8111", "area": "東京都"},
    "CH": {"line_1": "Bundesplatz 3", "postcode": "3005", "city": "Bern"},
    "IE": {"line_1": "Kildare St", "postcode": "D02 XR20", "city": "Dublin", "area": ""},
    "HK": {"line_1": "1 Harbour Rd", "city": "Wan Chai", "area": "Hong Kong Island"},
    "SG": {"line_1": "1 Raffles Place", "postcode": "048616"},
}
"""One of each shape: with states, without areas, without a town, without postcodes."""


BLANK = dict.fromkeys(["line_1", "line_2", "postcode", "city", "area"], "")
"""What a browser sends of a form that was not filled in."""


def labels(served: Served) -> list[str]:
    return [str(field.label) for field in served.form.fields.values()]


def test_it_leaves_the_address(serve: Serve) -> None:
    served = serve("address", data=HOME)

    assert served.answer is COMPLETE
    assert served.state == {"address": {**HOME, "area": "", "country_name": "Germany"}}


@pytest.mark.parametrize("country", ADDRESSES)
def test_every_country_has_its_own_parts(serve: Serve, country: str) -> None:
    given = ADDRESSES[country]

    served = serve("address", data={**BLANK, **given, "country": country})

    assert served.answer is COMPLETE
    everything = {"line_1": "", "line_2": "", "postcode": "", "city": "", "area": "", **given}
    kept = served.state["address"]
    assert {name: kept[name] for name in everything} == everything
    assert kept["country"] == country


def test_empty_fields_are_named(serve: Serve) -> None:
    served = serve("address", data={**BLANK, "country": "DE"})

    assert served.errors == {
        "line_1": ["Enter a street."],
        "postcode": ["Enter a postcode."],
        "city": ["Enter a town or city."],
    }
    assert served.state == {}


def test_they_are_named_as_the_country_names_them(serve: Serve) -> None:
    served = serve("address", data={**BLANK, "country": "US"})

    assert served.errors == {
        "line_1": ["Enter a street."],
        "city": ["Enter a town or city."],
        "area": ["Choose a state."],
        "postcode": ["Enter a ZIP code."],
    }
    assert labels(served)[3:] == ["Town or city", "State", "ZIP code"]


@pytest.mark.parametrize(
    ("country", "names"),
    [
        ("JP", ["Prefecture", "Postcode"]),
        ("IE", ["Town or city", "County (optional)", "Eircode (optional)"]),
        ("HK", ["District or city (optional)", "Area"]),
        ("IN", ["Town or city", "PIN code", "State"]),
        ("CH", ["Postcode", "Town or city"]),
    ],
)
def test_labels_follow_the_country(serve: Serve, country: str, names: list[str]) -> None:
    served = serve("address", {"country": country})

    assert labels(served) == [
        "Country",
        "Street and number",
        "Second line (optional)",
        *names,
    ]


def test_an_unknown_place_asks_for_a_country(serve: Serve) -> None:
    served = serve("address", data={**BLANK, "line_1": "Somewhere", "country": ""})

    assert served.errors["country"] == ["Choose a country."]


@pytest.mark.parametrize("country", ["XX", "ZZ", "D", "de", "../zz", "DE\0", "D" * 100_000])
def test_what_is_no_country_is_refused(serve: Serve, country: str) -> None:
    served = serve("address", data={**HOME, "country": country})

    assert served.errors["country"] == ["Choose a country."]
    assert served.state == {}


@pytest.mark.parametrize(
    ("country", "postcode", "error"),
    [
        ("DE", "1234", "Enter one like 26133."),
        ("DE", "10117\n1", "Enter one like 26133."),
        ("GB", "GIR 0AA and more", "Enter one like EC1Y 8SY."),
        ("US", "ABCDE", "Enter one like 95014."),
        ("CH", "CH-30055", "Enter one like 2544."),
    ],
)
def test_a_postcode_is_one_of_its_country(
    serve: Serve, country: str, postcode: str, error: str
) -> None:
    given = {
        **BLANK,
        **HOME,
        **ADDRESSES.get(country, {}),
        "country": country,
        "postcode": postcode,
    }

    served = serve("address", data=given)

    assert served.errors == {"postcode": [error]}


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("GB", "sw1a 2aa", "SW1A 2AA"),
        ("JP", "１００-８１１１", "100-8111"),
        ("JP", "１００\u2212８１１１", "100-8111"),
        ("US", " 95014\u20130001 ", "95014-0001"),
    ],
)
def test_postcodes_are_kept_as_their_country_writes_them(
    serve: Serve, country: str, typed: str, kept: str
) -> None:
    served = serve(
        "address", data={**BLANK, **ADDRESSES[country], "country": country, "postcode": typed}
    )

    assert served.state["address"]["postcode"] == kept


@pytest.mark.parametrize("area", ["XX", "California", "CA\0", "x" * 100_000])
def test_an_area_that_is_none_is_refused(serve: Serve, area: str) -> None:
    served = serve("address", data={**BLANK, **ADDRESSES["US"], "country": "US", "area": area})

    assert served.errors == {"area": ["Choose a state."]}


def test_areas_are_named_so_that_visitors_can_read_them(serve: Serve) -> None:
    with override("en"):
        english: Any = serve("address", {"country": "JP"}).form.fields["area"]
    with override("ja"):
        japanese: Any = serve("address", {"country": "JP"}).form.fields["area"]

    assert ("東京都", "Tokyo") in english.choices
    assert ("東京都", "東京都") in japanese.choices


@pytest.mark.parametrize("field", ["line_1", "line_2", "postcode", "city"])
@pytest.mark.parametrize("value", ["x" * 100_000, "Berlin\0"])
def test_what_is_too_long_or_no_text_is_refused(serve: Serve, field: str, value: str) -> None:
    served = serve("address", data={**HOME, field: value})

    assert list(served.errors) == [field]
    assert served.state == {}


def test_places_are_written_in_all_scripts(serve: Serve, hostile: str) -> None:
    served = serve("address", data={**HOME, "line_1": hostile})

    assert served.state["address"]["line_1"] == hostile


def test_asking_for_another_countrys_fields_checks_nothing(serve: Serve) -> None:
    """Without JavaScript: the button shows them, with what was typed."""
    typed = {"country": "US", "line_1": "1 Infinite Loop", "postcode": "95014", "_country": "1"}

    served = serve("address", data=typed)

    assert isinstance(served.answer, HttpResponse)
    assert served.errors == {}
    assert served.form["line_1"].value() == "1 Infinite Loop"
    assert served.form["postcode"].value() == "95014"
    assert "area" in served.form.fields
    assert served.state == {}


def test_fields_that_were_not_shown_yet_are_shown_before_they_are_missed(serve: Serve) -> None:
    """Who chose another country and went straight on has not seen them."""
    german = {"line_1": "1 Infinite Loop", "line_2": "", "postcode": "95014", "city": "Cupertino"}

    served = serve("address", data={**german, "country": "US"})

    assert isinstance(served.answer, HttpResponse)
    assert served.errors == {}
    assert served.form["city"].value() == "Cupertino"
    assert "area" in served.form.fields


def test_another_country_with_the_same_fields_needs_no_second_look(serve: Serve) -> None:
    served = serve("address", data={**HOME, "postcode": "1010", "city": "Wien", "country": "AT"})

    assert served.answer is COMPLETE


def test_it_begins_with_the_sites_own_country(serve: Serve, settings: Any) -> None:
    settings.FLOWS_COUNTRY = "us"

    served = serve("address")

    assert served.form["country"].value() == "US"
    assert "State" in labels(served)


def test_it_begins_with_the_editors_country(serve: Serve, settings: Any) -> None:
    settings.FLOWS_COUNTRY = "US"

    assert serve("address", {"country": "CH"}).form["country"].value() == "CH"


def test_without_either_no_country_is_chosen(serve: Serve) -> None:
    field: Any = serve("address").form.fields["country"]

    assert field.choices[0] == ("", "Choose a country")


def test_the_editor_says_which_countries_there_are(serve: Serve) -> None:
    options = {"countries": ["CH", "AT", "CH", "XX"]}

    offered: Any = serve("address", options).form.fields["country"]
    refused = serve("address", options, data=HOME)

    assert offered.choices[1:] == [("CH", "Switzerland"), ("AT", "Austria")]
    assert refused.errors["country"] == ["Choose a country."]


def test_a_single_country_need_not_be_chosen(serve: Serve) -> None:
    options = {"countries": ["DE"]}

    shown = serve("address", options)
    served = serve("address", options, data=HOME)

    assert shown.form["country"].value() == "DE"
    assert [field.name for field in shown.form.hidden_fields()] == ["country"]
    assert served.state["address"]["country_name"] == "Germany"


def test_countries_are_named_in_the_visitors_language(serve: Serve) -> None:
    with override("de"):
        served = serve("address", data=HOME)

    assert served.state["address"]["country_name"] == "Deutschland"


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


def test_browsers_are_told_what_each_part_is(serve: Serve) -> None:
    fields = serve("address", {"country": "US"}).form.fields

    tokens = {name: field.widget.attrs["autocomplete"] for name, field in fields.items()}
    assert tokens == {
        "country": "country",
        "line_1": "address-line1",
        "line_2": "address-line2",
        "city": "address-level2",
        "area": "address-level1",
        "postcode": "postal-code",
    }
