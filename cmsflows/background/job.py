"""A job as the work sees it that does it: what it is called, and how to say how far it is."""

import time
from typing import TYPE_CHECKING

from cmsflows.background import jobs
from cmsflows.exceptions import JobLostError

if TYPE_CHECKING:
    from cmsflows.background.rows import StoredJob

SAYS_SO_EVERY = 0.5
"""Seconds; work may report each of a million lines."""

MOST = 2**53
"""What browsers can count to."""


class Job:
    """One try at a job."""

    def __init__(self, row: "StoredJob") -> None:
        self.key = row.key
        """Names what is done, to whoever must not do it twice; each try has the same."""
        self.task_id = row.task_id
        """The visitor's run."""
        self.is_first_try = row.tries == 1
        """Has no worker begun it before, and been lost?"""
        self._row = row
        self._said_at = -SAYS_SO_EVERY

    def report(self, done: int, total: int = 0) -> None:
        """Say how far it is, for the visitor's page: so many of so many, of lines say.

        Raises `JobLostError` where the visitor waits no longer or another worker is at it; let that
        pass, and what was done so far is taken back if need be.
        """
        now = time.monotonic()
        if now - self._said_at < SAYS_SO_EVERY:
            return
        self._said_at = now
        of, so_far = (max(0, min(number, MOST)) for number in (total, done))
        if not jobs.report(self._row, done=min(so_far, of or MOST), total=of):
            raise JobLostError(self.key)
