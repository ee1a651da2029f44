"""Short text that every database compares as it stands: "A" is not "a", and "a " is not "a"."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

BYTES_A_CHARACTER = 4
"""In UTF-8, at the most."""


class ExactCharField(models.CharField):
    """It is asked for whole values only."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        length = self.max_length or 0
        if connection.vendor == "mysql":
            # Its text is compared by rules of language; bytes are not.
            return f"varbinary({length * BYTES_A_CHARACTER})"
        if connection.vendor == "postgresql":
            # What is called varchar gets a second index from Django, for LIKE.
            return f"character varying({length})"
        return super().db_type(connection)

    def from_db_value(self, value: Any, *context: object) -> Any:
        """`Any`: what a driver makes of text; the context is Django's own."""
        return as_text(value)


def as_text(value: Any) -> Any:
    """Text, whatever a driver made of it. `Any`: it may be None."""
    return value.decode() if isinstance(value, bytes) else value
