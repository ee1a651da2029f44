"""The test site with the bench in it, templates cached as in production."""

from tests.settings import *  # noqa: F403  # the same site

# Without the demo: it is walked elsewhere.
INSTALLED_APPS = ["tests.bench", *(app for app in INSTALLED_APPS if app != "demo")]  # noqa: F405  # see above
ROOT_URLCONF = "tests.bench.urls"
DEBUG = False
