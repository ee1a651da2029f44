"""A router whose replica is not there."""

from typing import Any


class ReadFromNowhere:
    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "replica"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"
