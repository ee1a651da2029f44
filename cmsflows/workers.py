"""What workers do, and whoever looks after them: jobs are done, and their runs moved on."""

import logging

from django.utils import translation

from cmsflows.background import jobs
from cmsflows.background.rows import StoredJob
from cmsflows.background.tending import Tended, tend
from cmsflows.background.working import do
from cmsflows.outside import request_to, settle

logger = logging.getLogger("cmsflows")


def do_job(key: str) -> None:
    """Do a job, if it still waits to be done, and let its run go on."""
    job = jobs.find(key) if do(key) else None
    if job:
        tell_run(job)


def tend_jobs() -> Tended:
    """Look after all jobs once; call it every half minute or so."""
    return tend(tell_run)


def tell_run(job: StoredJob) -> bool:
    """Let the run of a job that is over go on. False where that cannot be yet."""
    try:
        with translation.override(job.language or None):
            request = request_to(job.host, is_secure=job.is_secure, language=job.language)
            is_settled = settle(request, job.flow, job.task_id)
    except Exception:  # A step of the site's own may raise anything.
        logger.exception("Run %s cannot be told what came of job %s.", job.task_id, job.key)
        return False
    if is_settled:
        jobs.told(job.key)
    return is_settled
