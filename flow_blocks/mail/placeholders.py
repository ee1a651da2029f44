"""Placeholders: `{name}` in what an editor writes stands for what is known of the visitor.

No template and no `str.format`: a name is looked up in dictionaries, key by key, and what is found
is written only if it is plain. Whatever else there is stays out of reach, attributes above all.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cmsflows.engine.file_reference import FileReference
from flow_blocks.mail.names import is_known

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
NAME = re.compile(r"\w+(\.[\w-]+)*")

LONGEST_VALUE = 5_000
"""Characters of one value; what is longer is cut off."""

LOCALIZED = (float, Decimal, date, datetime, time)
LISTS = (list, tuple, set, frozenset)
DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of what follows: they make text look like another."""


def names_in(text: str) -> list[str]:
    """What stands between braces, without the space around it."""
    return [found.strip() for found in PLACEHOLDER.findall(text)]


def is_name(text: str) -> bool:
    return NAME.fullmatch(text) is not None


def has_stray_brace(text: str) -> bool:
    """Is there a brace that belongs to no placeholder?"""
    rest = PLACEHOLDER.sub("", text)
    return "{" in rest or "}" in rest


def fill(text: str, value_of: Callable[[str], str]) -> str:
    """The text, with values for its placeholders. What a value says is never read again."""
    return PLACEHOLDER.sub(lambda found: value_of(found[1].strip()), text)


def values_of(state: Mapping[str, Any], known: Mapping[str, str]) -> Callable[[str], str]:
    """Answers what a name stands for, of these names only; nothing for all others.

    `Any`: the state of a task, of which only plain values are written.
    """
    return lambda name: as_text(find(state, name)) if is_known(name, known) else ""


def find(state: Mapping[str, Any], name: str) -> Any:
    """What stands under a name such as "billing.email". `Any`: whatever it is; None for nothing."""
    found: Any = state
    for key in name.split("."):
        if not isinstance(found, Mapping) or key not in found:
            return None
        found = found[key]
    return found


def as_text(value: Any) -> str:
    """A plain value as people read it; nothing for any other. `Any`: that is the question."""
    if isinstance(value, LISTS):
        found = [_plain(each) for each in value]
        parts = sorted(found) if isinstance(value, set | frozenset) else found
        return tidy(", ".join(part for part in parts if part))
    return tidy(_plain(value))


def tidy(text: str) -> str:
    """The text without what nobody can see and programs may obey; lines stay lines."""
    lines = text[: 2 * LONGEST_VALUE].replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(sign for sign in lines if sign in "\n\t" or not _is_control(sign))
    return seen if len(seen) <= LONGEST_VALUE else f"{seen[:LONGEST_VALUE]}…"


def one_line(text: str) -> str:
    """The text as a header may hold it: no line of it can begin another header."""
    return " ".join(text.split())


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or sign in DIRECTIONS


def _plain(value: Any) -> str:
    """By type, and never by what the value says of itself. `Any`: see `as_text`."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime) and timezone.is_aware(value):
        return str(localize(timezone.localtime(value)))
    if isinstance(value, LOCALIZED):
        return str(localize(value))
    if isinstance(value, FileReference):
        return value.name
    return str(value) if isinstance(value, str | int | UUID | Promise) else ""
