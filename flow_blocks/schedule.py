"""When Celery's beat shall work for the ready blocks: put it among the entries of your schedule.

    app.conf.beat_schedule = {**CLEANUP_SCHEDULE, **BLOCKS_SCHEDULE, …}

It can be imported before Django is set up, as a site's Celery application is.
"""

from typing import Any

HOUR = 60 * 60
MAIL_INTERVAL = 5 * 60
PAYMENT_INTERVAL = 2 * 60
"""Seconds."""

BLOCKS_SCHEDULE: dict[str, dict[str, Any]] = {
    "flow_blocks.clean_up": {
        "task": "flow_blocks.clean_up",
        "schedule": HOUR,
        "options": {"expires": HOUR},
    },
    "flow_blocks.send_mails_again": {
        "task": "flow_blocks.send_mails_again",
        "schedule": MAIL_INTERVAL,
        "options": {"expires": MAIL_INTERVAL},
    },
    "flow_blocks.settle_payments": {
        "task": "flow_blocks.settle_payments",
        "schedule": PAYMENT_INTERVAL,
        "options": {"expires": PAYMENT_INTERVAL},
    },
}
"""Entries for `beat_schedule`. `Any`: Celery's own shape."""
