"""The test site with the bench in it, templates cached as in production.

`BENCH_DATABASE` describes another database than the tests', as JSON, and `BENCH_REDIS` is the URL
of a Redis.
"""

import json
import os

from tests.settings import *  # noqa: F403  # the same site

# Without the demo: it is walked elsewhere.
INSTALLED_APPS = ["tests.bench", *(app for app in INSTALLED_APPS if app != "demo")]  # noqa: F405  # see above
ROOT_URLCONF = "tests.bench.urls"
DEBUG = False

if "BENCH_DATABASE" in os.environ:
    DATABASES = {"default": {**json.loads(os.environ["BENCH_DATABASE"]), "CONN_MAX_AGE": None}}
FLOWS_REDIS_STATE_STORE_URL = os.environ.get("BENCH_REDIS", "")
