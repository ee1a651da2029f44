"""A small Wagtail site with cmsflows in it, for the tests.

The database is SQLite; `CMSFLOWS_TEST_DB=postgres` or `mariadb` runs the same tests there, on
127.0.0.1 or where `CMSFLOWS_TEST_DB_HOST`, `_PORT`, `_USER` and `_PASSWORD` point. Two runs at once
each want a database of their own: `CMSFLOWS_TEST_DB_NAME` names it.
"""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent

# The demo's tests want its app, which stands in `site/` and is never installed. Said here, so that
# every tool that reads these settings finds it, not pytest alone.
sys.path.append(str(ROOT / "site"))


def database(kind: str) -> dict[str, Any]:
    """Answer Django's description of the test database; `Any`: Django's own shape."""
    if kind == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            # Tests get a file of their own from conftest: one connection in memory would be shared
            # by all threads of the live server, and their transactions would mix.
            "NAME": ":memory:",
            "OPTIONS": {
                # A reader that becomes a writer half way cannot wait for its turn; say so at once.
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
                "timeout": 20,
            },
        }
    if kind == "postgres":
        return server("django.db.backends.postgresql", port="5432", user="postgres")
    if kind == "mariadb":
        import pymysql  # Only who asks for MariaDB needs its driver.

        pymysql.install_as_MySQLdb()
        return server("django.db.backends.mysql", port="3306", user="root")
    raise ImproperlyConfigured(
        f"CMSFLOWS_TEST_DB is {kind!r}; it can be 'sqlite', 'postgres' or 'mariadb'."
    )


def server(engine: str, *, port: str, user: str) -> dict[str, Any]:
    """Describe a database server; the environment's word goes before the defaults."""
    return {
        "ENGINE": engine,
        "NAME": "cmsflows",
        "HOST": os.environ.get("CMSFLOWS_TEST_DB_HOST", "127.0.0.1"),
        "PORT": os.environ.get("CMSFLOWS_TEST_DB_PORT", port),
        "USER": os.environ.get("CMSFLOWS_TEST_DB_USER", user),
        "PASSWORD": os.environ.get("CMSFLOWS_TEST_DB_PASSWORD", ""),
        "TEST": {"NAME": os.environ.get("CMSFLOWS_TEST_DB_NAME", "test_cmsflows")},
    }


DATABASES = {"default": database(os.environ.get("CMSFLOWS_TEST_DB", "sqlite"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = "a key for tests, known to everybody"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
ROOT_URLCONF = "tests.urls"

INSTALLED_APPS = [
    "tests.shop",
    "tests.credit",
    "demo",
    "standin",
    "flow_blocks",
    "cmsflows",
    "polymorphic",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_countries",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # In the wheel these are inside the app; in a checkout they stand at the top.
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Fast, and no secret of tests is worth more.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "/static/"
MEDIA_URL = "/media/"

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("de", "German")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# A large flow posts more fields than Django's 1 000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_SITE_NAME = "cmsflows tests"
WAGTAILADMIN_BASE_URL = "http://testserver"
WAGTAIL_I18N_ENABLED = True
# Nothing in a test asks another machine for anything.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# django-payments wants to be told, though the adapters tell their own URLs.
PAYMENT_HOST = "testserver"

# A form that was open while its visitor logged in elsewhere is shown again.
CSRF_FAILURE_VIEW = "cmsflows.cms.views.csrf_failure"

# The demo's stand-in bank; it sends no webhooks unless a test asks it to.
STANDIN_SECRET = "a key for tests' webhooks, known to everybody"
FLOWS_PAYMENT_PROVIDERS = {
    "standin": {
        "BACKEND": "standin.provider.StandInProvider",
        "OPTIONS": {"secret": STANDIN_SECRET},
    },
}
