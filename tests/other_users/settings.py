"""The test site with another user model: `CMSFLOWS_USER_MODEL` names it."""

import os

from tests.settings import *  # noqa: F403  # the same site

INSTALLED_APPS = ["tests.other_users", *[each for each in INSTALLED_APPS if each != "demo"]]  # noqa: F405
AUTH_USER_MODEL = os.environ["CMSFLOWS_USER_MODEL"]
