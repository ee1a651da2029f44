"""The test site as the soak serves it: in PostgreSQL, but for tasks where it is told otherwise."""

import json
import os

from tests.settings import *  # noqa: F403  # the same site

# Without the demo and its bank: they are walked elsewhere.
OTHERS = {"demo", "standin"}
INSTALLED_APPS = ["tests.soak", *(app for app in INSTALLED_APPS if app not in OTHERS)]  # noqa: F405  # see above
ROOT_URLCONF = "tests.soak.urls"
DEBUG = False
CSRF_FAILURE_VIEW = "tests.soak.views.csrf_failure"

# Before those of cmsflows, which they extend.
OWN_TEMPLATES = ROOT / "tests/soak/templates"  # noqa: F405  # see above
TEMPLATES = [{**each, "DIRS": [OWN_TEMPLATES, *each["DIRS"]]} for each in TEMPLATES]  # noqa: F405  # see above

DATABASES = {
    "default": {
        **json.loads(os.environ["SOAK_DATABASE"]),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
FLOWS_PAYMENT_PROVIDERS: dict[str, object] = {}
FLOWS_STATE_STORE = os.environ["SOAK_STORE"]
FLOWS_REDIS_STATE_STORE_URL = os.environ["SOAK_REDIS"]

# Short, since processes are killed in the middle of commit steps, and visitors wait for that.
FLOWS_COMMIT_LEASE = 3
FLOWS_COMMIT_WAIT = 1

# What goes wrong is printed with the counts, so it must be written somewhere.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR"}},
}
