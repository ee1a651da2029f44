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
"""Seconds, and an outage of the store in the middle of each so many; a shorter soak has one."""

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
        self.outages = outages(seconds)
        self.luck = random.Random()
        self._is_over = threading.Event()

    def run(self) -> None:
        begun = time.monotonic()
        ahead = [begun + seconds for seconds in self.outages]
        while not self._is_over.wait(self._pause(ahead)):
            if ahead and time.monotonic() >= ahead[0]:
                ahead.pop(0)
                self._take_the_store_away()
            elif self.gunicorn.kill_a_worker(self.luck):
                self.tally.note(self.tally.mischief, "processes killed from outside")

    def stop(self) -> None:
        self._is_over.set()
        self.join()

    def _pause(self, ahead: list[float]) -> float:
        """Seconds until the next trouble."""
        pause = self.luck.uniform(*KILLS_EVERY)
        return min(pause, max(0.0, ahead[0] - time.monotonic())) if ahead else pause

    def _take_the_store_away(self) -> None:
        with self.tally.outage():
            self.store.stop()
            time.sleep(OUTAGE)
            self.store.start()
        self.tally.note(self.tally.mischief, "outages of the store")


def outages(seconds: float) -> list[float]:
    """When the store goes away in a soak of so many seconds: never at its very end."""
    number = max(1, int(seconds // OUTAGES_EVERY))
    return [(each + 0.5) * seconds / number for each in range(number)]
