"""PostgreSQL's JSON cannot hold the character NUL; other databases' can."""

import json
from typing import Any

from django.db import connection

NUL = r"\u0000"


def can_be_stored(value: Any) -> bool:
    """Can the database keep this JSON data (hence `Any`)? Editors cannot type what it cannot."""
    return connection.vendor != "postgresql" or NUL not in json.dumps(value)
