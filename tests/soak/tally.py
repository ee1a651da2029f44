"""Counts what the soak's visitors met, and holds against the site what must not happen."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

SAMPLES = 5
"""How many of each kind of finding are told in full."""

RECOVERY = 5
"""Seconds after an outage in which a process may yet meet a connection that has died."""

KINDS = (
    "answers of 500",
    "answers of 503 while nothing was down",
    "answers that were lost",
    "forms of which not exactly one was accepted",
    "copies of a form that led elsewhere",
    "stale forms that were accepted",
    "reloads that changed the page's token",
    "pages nobody expected",
    "walks that never ended",
    "effects done twice under one intent",
    "deposits that were not given back",
    "finished walks without exactly one payment",
)
"""What must not happen, not even once."""


class Tally:
    """Shared by all threads of a soak."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._outages: list[tuple[float, float]] = []
        self.statuses: Counter[str] = Counter()
        """Requests, by how they were answered."""
        self.walks: Counter[str] = Counter()
        """Walks, by how far they came."""
        self.moves: Counter[str] = Counter()
        """What visitors did beside walking on."""
        self.mischief: Counter[str] = Counter()
        """What was done to the site."""
        self.findings: Counter[str] = Counter()
        self.samples: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self.finished: list[str] = []
        """The ids of the tasks whose visitors have seen the done page."""
        self.is_called_off = False
        """Shall everybody go home at once, wherever they are?"""

    def answered(self, status: int, *, since: float, at: str) -> None:
        """Count an answer to a request that was sent at `since`, on the monotonic clock."""
        is_excused = status == 503 and self._was_down(since)
        with self._lock:
            self.statuses["503 while a store was down" if is_excused else str(status)] += 1
        if status == 500:
            self.found("answers of 500", at)
        if status == 503 and not is_excused:
            self.found("answers of 503 while nothing was down", at)

    def reset(self) -> None:
        """Count a request whose connection ended without an answer."""
        with self._lock:
            self.statuses["no answer, sent again"] += 1

    def note(self, counter: Counter[str], what: str) -> None:
        with self._lock:
            counter[what] += 1

    def ended(self, how: str, task_id: str = "") -> None:
        """Count a walk that is over; of one that is finished, remember the task."""
        self.note(self.walks, how)
        if how == "finished":
            self.finished.append(task_id)

    def found(self, kind: str, what: str) -> None:
        """Hold something against the site. Raises `KeyError` for what is no such kind."""
        with self._lock:
            told = self.samples[kind]
            self.findings[kind] += 1
            if len(told) < SAMPLES:
                told.append(what)

    @contextmanager
    def outage(self) -> Iterator[None]:
        """While this lasts, and a little longer, 503 is an honest answer."""
        begun = time.monotonic()
        with self._lock:
            self._outages.append((begun, float("inf")))
        try:
            yield
        finally:
            with self._lock:
                self._outages[-1] = (begun, time.monotonic())

    def _was_down(self, since: float) -> bool:
        now = time.monotonic()
        with self._lock:
            return any(begun <= now and since <= over + RECOVERY for begun, over in self._outages)
