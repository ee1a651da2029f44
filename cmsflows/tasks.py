"""The task by which Celery cleans up; its `autodiscover_tasks` finds it here.

`cmsflows.schedule` says when. A site without Celery never imports this; it has `cleanupflows`.
"""

import logging

from celery import shared_task

from cmsflows.cms.retiring import retire_versions
from cmsflows.statestore.cleaning import clean_up

logger = logging.getLogger("cmsflows")


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
