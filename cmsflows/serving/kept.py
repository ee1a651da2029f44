"""How long a task is kept from now on, as its pages say it."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil

STAY_FIELD = "_stay"
"""Asks, in a URL, for the answers to be kept longer."""

MANY_MINUTES = 120


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a task is kept from now on."""

    seconds: int
    until_time: datetime

    @classmethod
    def until(cls, moment: float) -> "Kept":
        """`moment` is in seconds since the epoch."""
        return cls(max(0, int(moment - time.time())), datetime.fromtimestamp(moment, UTC))

    @property
    def is_long(self) -> bool:
        """So long that nobody counts minutes."""
        return self.minutes > MANY_MINUTES

    @property
    def minutes(self) -> int:
        """In full minutes, begun ones counted."""
        return ceil(self.seconds / 60)
