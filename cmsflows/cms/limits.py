"""What the database at hand cannot keep, so that it is a form error instead of a crash."""

import json
from typing import Any

from django.db import connection

from cmsflows.cms.stored import MAX_LEVELS

NUL = r"\u0000"

LEVELS_IN_MARIADB = 9
"""MariaDB takes no JSON deeper than 32, and a group within a group takes three."""

LEVELS_IN_MYSQL = 31
"""MySQL takes no JSON deeper than 100."""


def can_be_stored(value: Any) -> bool:
    """Can JSON data (hence `Any`) be kept? PostgreSQL knows no NUL; nobody can type one."""
    return connection.vendor != "postgresql" or NUL not in json.dumps(value)


def max_levels() -> int:
    """How many levels of groups a flow may have here."""
    if connection.vendor != "mysql":
        return MAX_LEVELS
    return LEVELS_IN_MARIADB if getattr(connection, "mysql_is_mariadb", False) else LEVELS_IN_MYSQL
