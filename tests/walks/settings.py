"""The demo as the walks serve it: on PostgreSQL, and in a hurry."""

import json
import os

from demo.settings import *  # noqa: F403  # the same site

DEBUG = False
DATABASES = {
    "default": {
        **json.loads(os.environ["WALKS_DATABASE"]),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
EMAIL_FILE_PATH = os.environ["WALKS_MAILS"]
MEDIA_ROOT = os.environ["WALKS_MEDIA"]
FLOWS_FILE_DIRECTORY = os.environ["WALKS_MEDIA"]
FLOWS_STATE_STORE = os.environ.get("WALKS_STORE", "cmsflows.statestore.django_store")

# Fast, and no secret of walks is worth more.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Short, since nobody here has the patience of people.
FLOWS_COMMIT_LEASE = 5
FLOWS_COMMIT_WAIT = 1
FLOWS_CODE_RESEND_DELAY = 0
FLOWS_CODES_PER_HOUR = 1_000
FLOWS_MAX_TASKS = 100
STANDIN_SETTLE_AFTER = 1

# What goes wrong is printed with the counts, so it must be written somewhere.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR"}},
}
