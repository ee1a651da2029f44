"""Workers that work when a test says so, and a visitor who is about to give them something."""

from collections.abc import Callable

from cmsflows.engine.components import Component
from cmsflows.models import StoredJob
from cmsflows.testing import Visitor
from cmsflows.workers import do_job


def at_report(enter: Callable[..., Visitor], component: type[Component]) -> Visitor:
    """A visitor in front of the second step of this flow, which wants a report."""
    visitor = enter(component)
    visitor.submits()
    return visitor


def one_job() -> StoredJob:
    """The only job there is that its run does not know the end of."""
    return StoredJob.objects.get(is_told=False)


def work() -> None:
    """Do every job that waits."""
    for job in StoredJob.objects.filter(status="queued"):
        do_job(job.key)


def time_goes_by(**changes: float) -> None:
    """Let the times of all jobs be as they are when much of it has gone by: `deadline=0.0`."""
    StoredJob.objects.update(**changes)
