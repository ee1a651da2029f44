"""The tasks that Celery runs; its `autodiscover_tasks` finds them here.

`cmsflows.schedule` says when. A site without Celery never imports this; it has `cleanupflows`.
"""

import logging

from celery import current_app, shared_task

from cmsflows.cms.retiring import retire_versions
from cmsflows.statestore.cleaning import clean_up
from cmsflows.workers import do_job, tend_jobs

logger = logging.getLogger("cmsflows")

SOON = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
"""How often a broker is asked that does not answer; Celery itself would ask for some ten seconds.
One that was started anew meanwhile is worth a second try."""


@shared_task(name="cmsflows.clean_up", ignore_result=True)
def clean_up_flows() -> None:
    """Delete expired tasks and the uploads of those that are gone. It may run twice at once."""
    cleaned = clean_up()
    retired = retire_versions()
    logger.info(
        "Expired tasks deleted: %d. Tasks whose uploads were deleted: %d. Versions retired: %d.",
        cleaned.tasks,
        cleaned.uploads,
        retired,
    )


@shared_task(name="cmsflows.work", ignore_result=True)
def work(key: str) -> None:
    """Do the job of this key; of several that are told to, one does."""
    do_job(key)


@shared_task(name="cmsflows.tend_jobs", ignore_result=True)
def look_after_jobs() -> None:
    """Send again what was lost, give up what is late. It may run twice at once."""
    tend_jobs()


def send(key: str) -> None:
    """Tell the workers of a job. The message holds its key, and nothing about anybody.

    Raises what the broker's library does, and soon: the visitor is waiting.
    """
    with current_app.connection_or_acquire() as connection:
        connection.ensure_connection(**SOON)
        work.apply_async([key], connection=connection, retry_policy=SOON)


def has_broker() -> bool:
    """Does the site's application say where its broker is? Celery itself would guess."""
    said = current_app.conf
    return bool(said.broker_url or said.broker_write_url or said.task_always_eager)
