"""Makes trouble for the site while visitors walk: kills processes, and takes its store away."""

import random
import threading
import time
from typing import Protocol

from tests.soak.gunicorn import Gunicorn
from tests.soak.tally import Tally

KILLS_EVERY = (1.0, 6.0)
"""Seconds between two kills, at the least and at the most."""

OUTAGES_EVERY = 60
"""Seconds between two outages of the store; a shorter soak has one in the middle."""

OUTAGE = 1.0
"""Seconds that a store stays away."""


class Server(Protocol):
    """A store's server, of our own."""

    def stop(self) -> None: ...

    def start(self) -> None:
        """Answers once it can be used."""


class Trouble(threading.Thread):
    """Goes on until it is told to stop."""

    def __init__(self, gunicorn: Gunicorn, store: Server, tally: Tally, *, seconds: float) -> None:
        super().__init__(name="trouble")
        self.gunicorn = gunicorn
        self.store = store
        self.tally = tally
        self.between_outages = min(seconds / 2, OUTAGES_EVERY)
        self.luck = random.Random()
        self._is_over = threading.Event()

    def run(self) -> None:
        next_outage = time.monotonic() + self.between_outages
        while not self._is_over.wait(self._pause(next_outage)):
            if time.monotonic() >= next_outage:
                next_outage += self.between_outages
                self._take_the_store_away()
            elif self.gunicorn.kill_a_worker(self.luck):
                self.tally.note(self.tally.mischief, "processes killed from outside")

    def stop(self) -> None:
        self._is_over.set()
        self.join()

    def _pause(self, next_outage: float) -> float:
        """Seconds until the next trouble."""
        return min(self.luck.uniform(*KILLS_EVERY), max(0.0, next_outage - time.monotonic()))

    def _take_the_store_away(self) -> None:
        with self.tally.outage():
            self.store.stop()
            time.sleep(OUTAGE)
            self.store.start()
        self.tally.note(self.tally.mischief, "outages of the store")
