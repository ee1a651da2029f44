"""The test site as a worker sees it: on the database of the test that started the worker."""

import os

from tests.settings import *  # noqa: F403  # the same site

DATABASES["default"]["NAME"] = os.environ["CMSFLOWS_WORKER_DB"]  # noqa: F405  # see above
ROOT_URLCONF = "tests.celery.urls"

# Whoever is lost is found out soon.
FLOWS_BACKGROUND_LEASE = 2
