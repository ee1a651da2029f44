"""Looks after jobs: sends again what was lost, gives up what is late, forgets what is over."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmsflows.background import jobs
from cmsflows.background.sending import has_workers, send

if TYPE_CHECKING:
    from cmsflows.background.rows import StoredJob

logger = logging.getLogger("cmsflows")

BATCH = 200
"""So many jobs are looked at in one go; the rest has its turn the next time."""


@dataclass(frozen=True, slots=True)
class Tended:
    """How many jobs there were of each kind."""

    sent: int = 0
    given_up: int = 0
    told: int = 0
    forgotten: int = 0


def tend(tell: Callable[["StoredJob"], bool]) -> Tended:
    """Do so once. `tell` tells the run of a job that is over, and answers whether it knows now.

    Several processes may do so at once.
    """
    given_up = jobs.give_up(jobs.jobs())
    sent = told = 0
    for job in jobs.to_tend(most=BATCH):
        if not jobs.touch(job):
            continue
        if job.is_over:
            told += tell(job)
        elif has_workers():
            logger.warning("Job %s is sent to the workers once more.", job.key)
            send(job.key)
            sent += 1
    return Tended(sent, given_up, told, forgotten=jobs.forget_old())
