"""The tasks by which Celery cleans up after the ready blocks; its `autodiscover_tasks` finds them.

A site without Celery never imports this; it has `clean_up_flow_blocks`.
"""

import logging

from celery import shared_task

from flow_blocks.accounts.codes import forget_old_codes

logger = logging.getLogger("flow_blocks")


@shared_task(name="flow_blocks.clean_up", ignore_result=True)
def clean_up_flow_blocks() -> None:
    """Delete emailed codes that are too old to be used. It may run twice at once."""
    logger.info("Old codes deleted: %d.", forget_old_codes())
