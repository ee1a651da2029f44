"""What workers do, and whoever looks after them: jobs are done, and their runs moved on."""

import logging
from io import BytesIO

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.utils import translation

from cmsflows.background import jobs
from cmsflows.background.rows import StoredJob
from cmsflows.background.tending import Tended, tend
from cmsflows.background.working import do
from cmsflows.outside import settle

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
            is_settled = settle(request_of(job), job.flow, job.task_id)
    except Exception:  # A step of the site's own may raise anything.
        logger.exception("Run %s cannot be told what came of job %s.", job.task_id, job.key)
        return False
    if is_settled:
        jobs.told(job.key)
    return is_settled


def request_of(job: StoredJob) -> HttpRequest:
    """A request as the other side would send it: to the site and in the language of the visitor.

    It is nobody's: what the flow asks about its visitor, it asks about the owner of the run.
    """
    name, _, port = job.host.partition(":")
    scheme = "https" if job.is_secure else "http"
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/",
            "HTTP_HOST": job.host,
            "SERVER_NAME": name,
            "SERVER_PORT": port or ("443" if job.is_secure else "80"),
            "wsgi.input": BytesIO(),
            "wsgi.url_scheme": scheme,
        }
    )
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = job.language
    return request
