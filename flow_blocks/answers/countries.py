"""The countries that editors and visitors choose from, in the language of whoever chooses."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django_countries import countries

Pairs = list[tuple[str, str]]


def every_country() -> Pairs:
    """Pairs of code and name, in the order of the site's settings for django-countries."""
    return [(str(code), str(name)) for code, name in countries if code]


def offered_countries(codes: Sequence[str]) -> Pairs:
    """These countries, in this order; every country where none is named."""
    names = dict(every_country())
    chosen = [(code, names[code]) for code in dict.fromkeys(codes) if code in names]
    return chosen or every_country()


def country_name(code: str) -> str:
    """The name of a country; empty for a code that no country has."""
    name: str | Promise = countries.name(code)
    return str(name)
