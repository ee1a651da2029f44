"""What the database at hand cannot keep, so that it is a form error instead of a crash."""

import json
from collections.abc import Callable
from typing import Any

from django.db import connection

from cmsflows.cms.stored import MAX_LEVELS

NUL = r"\u0000"

DEPTH_IN_MARIADB = 32
DEPTH_IN_MYSQL = 100
"""Neither takes JSON that is deeper."""

LEVELS_IN_MARIADB = 9
"""A group within a group takes three."""

LEVELS_IN_MYSQL = 31


def can_be_stored(value: Any) -> bool:
    """Can JSON data (hence `Any`) be kept? PostgreSQL knows no NUL; nobody can type one."""
    try:
        text = json.dumps(value, allow_nan=False)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return False  # NaN and half a character are no JSON, whatever Python says.
    return connection.vendor != "postgresql" or NUL not in text


def max_levels() -> int:
    """How many levels of groups a flow may have here."""
    if connection.vendor != "mysql":
        return MAX_LEVELS
    return LEVELS_IN_MARIADB if _is_mariadb() else LEVELS_IN_MYSQL


def is_too_deep(make_value: Callable[[], Any]) -> bool:
    """Do groups, and conditions in them, make JSON (hence `Any`) too deep for this database?

    It is made only where that matters.
    """
    if connection.vendor != "mysql":
        return False
    return _is_deeper(make_value(), DEPTH_IN_MARIADB if _is_mariadb() else DEPTH_IN_MYSQL)


def _is_mariadb() -> bool:
    return bool(getattr(connection, "mysql_is_mariadb", False))


def _is_deeper(value: Any, allowed: int) -> bool:
    """Counted without recursion; a list or object within nothing is one deep."""
    waiting = [(value, 1)]
    while waiting:
        part, depth = waiting.pop()
        if not isinstance(part, dict | list):
            continue
        if depth > allowed:
            return True
        inner = part.values() if isinstance(part, dict) else part
        waiting.extend((each, depth + 1) for each in inner)
    return False
