"""Slugs of steps: the last part of a step's address, set once from its title.

Pure functions over the raw JSON of a stream; what they are given stays as it was.
"""

import re
from collections.abc import Callable
from typing import Any

from django.utils.text import slugify

from cmsflows.cms.stored import MAX_LEVELS, is_same, is_step, steps_of, value_of, with_value

SLUG = re.compile(r"\A[a-z0-9_-]+\Z")
MAX_LENGTH = 80


def with_slugs(stream: list[Any], fills: Callable[[Any], bool] = is_step) -> list[Any]:
    """The stream with a slug in every step, each unlike its siblings'; below scaffolds too.

    Items of which `fills` is false stay as they are. `Any`: a stream may hold any JSON.
    """
    return _level(stream, fills, level=1)


def _level(stream: list[Any], fills: Callable[[Any], bool], level: int) -> list[Any]:
    if level > MAX_LEVELS:
        return stream
    stored = {slug for item in stream if (slug := _slug_of(item))}
    given: set[str] = set()
    return [_item(item, fills, stored=stored, given=given, level=level) for item in stream]


def _item(
    item: Any, fills: Callable[[Any], bool], *, stored: set[str], given: set[str], level: int
) -> Any:
    if not fills(item):
        given.add(_slug_of(item))
        return item
    slug = _slug_of(item)
    if not slug or slug in given:
        title = item["value"].get("title")
        slug = _unlike(slug or slug_from(title, fallback=item.get("type")), stored | given)
    given.add(slug)
    if slug != item["value"].get("slug"):
        item = with_value(item, slug=slug)
    steps = steps_of(item)
    below = _level(steps, fills, level + 1)
    return item if is_same(below, steps) else with_value(item, steps=below)


def _unlike(base: str, others: set[str]) -> str:
    """The base itself, or with the first number that makes it unlike the others."""
    candidate, number = base, 2
    while candidate in others:
        candidate, number = f"{base}-{number}", number + 1
    return candidate


def slug_from(title: object, *, fallback: object) -> str:
    """A slug that says the title, or the fallback where a title has no letters to say it with."""
    for words in (title, fallback):
        text = str(words).replace("_", "-") if isinstance(words, str) else ""
        if slug := slugify(text)[:MAX_LENGTH].strip("-"):
            return slug
    return "step"


def _slug_of(item: Any) -> str:
    """The slug a step holds already, if it can serve as one."""
    slug = (value_of(item) or {}).get("slug")
    return slug if isinstance(slug, str) and SLUG.match(slug) else ""
