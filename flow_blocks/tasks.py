"""What Celery does for the ready blocks; its `autodiscover_tasks` finds it here.

`flow_blocks.schedule` says when. A site without Celery never imports this; it has the commands
`clean_up_flow_blocks`, `send_mails_again` and `settle_payments`.
"""

import logging

from celery import shared_task

from flow_blocks.mail.resending import send_again
from flow_blocks.models.expiring import delete_all_expired
from flow_blocks.payments.hearing import settle_open_payments

logger = logging.getLogger("flow_blocks")


@shared_task(name="flow_blocks.clean_up", ignore_result=True)
def clean_up_flow_blocks() -> None:
    """Delete what is expired. It may run twice at once."""
    for name, count in delete_all_expired().items():
        logger.info("Expired and deleted of %s: %d.", name, count)


@shared_task(name="flow_blocks.send_mails_again", ignore_result=True)
def send_mails_again() -> None:
    """Try mails that are known not to have been sent. It may run twice at once."""
    logger.info("Mails sent that had not been: %d.", send_again())


@shared_task(name="flow_blocks.settle_payments", ignore_result=True)
def settle_payments() -> None:
    """Ask about payments that nobody has told us of, give back what is owed. It may run twice at
    once."""
    asked, settled = settle_open_payments()
    logger.info("Payments asked about: %d. Settled: %d.", asked, settled)
