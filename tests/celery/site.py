"""The Celery application of a site that cleans up, as its documentation would have it."""

import os

from celery import Celery

from cmsflows.schedule import BACKGROUND_SCHEDULE, CLEANUP_SCHEDULE

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.celery.settings"

NAME = os.environ["CMSFLOWS_WORKER_NAME"]

app = Celery("site", broker=os.environ["CMSFLOWS_WORKER_BROKER"])
app.conf.broker_connection_retry_on_startup = True
app.conf.worker_enable_remote_control = False
app.conf.task_default_queue = NAME
app.conf.broker_transport_options = {"global_keyprefix": f"{NAME}:"}
app.conf.beat_schedule = {
    name: {**entry, "schedule": 1.0}
    for name, entry in {**CLEANUP_SCHEDULE, **BACKGROUND_SCHEDULE}.items()
}
app.autodiscover_tasks()
