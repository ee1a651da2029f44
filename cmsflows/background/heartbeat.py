"""While work goes on, its worker is heard of: who is killed, or cut off, is not."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from django.db import Error, connections

from cmsflows.background import jobs

if TYPE_CHECKING:
    from cmsflows.background.rows import StoredJob

logger = logging.getLogger("cmsflows")

BEATS_A_LEASE = 3
"""So that one may fail."""


@contextmanager
def beating(row: "StoredJob") -> Iterator[None]:
    """Extend the lease of a job now and then, however long the work takes and says nothing."""
    is_over = Event()
    heart = Thread(target=_beat, args=(row, is_over), name=f"job {row.key}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        is_over.set()
        heart.join()


def _beat(row: "StoredJob", is_over: Event) -> None:
    try:
        while not is_over.wait(jobs.lease() / BEATS_A_LEASE):
            try:
                jobs.live_on(row)
            except Error:
                logger.exception("Job %s goes on, and cannot say so.", row.key)
                connections.close_all()
    finally:
        connections.close_all()  # This thread's own.
