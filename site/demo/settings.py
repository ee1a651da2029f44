"""The demo's settings: a plain Wagtail site, and the few lines that cmsflows needs."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "site" / "var"
"""Where the demo keeps its database and its pictures; `make demo-reset` removes it."""

VAR.mkdir(exist_ok=True)

PORT = os.environ.get("PORT", "8000")

# What cmsflows needs ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "demo",
    "standin",
    "flow_blocks",
    "cmsflows",
    "polymorphic",
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

# The shop's own page around every step.
FLOWS_BASE_TEMPLATE = "demo/base.html"

# A large flow posts more fields than Django's 1 000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# A form that was open while its visitor logged in elsewhere is shown again, filled in.
CSRF_FAILURE_VIEW = "cmsflows.cms.views.csrf_failure"

# Payments go through a bank that only plays one: see site/standin/README.md.
STANDIN_SECRET = "a key for the demo's webhooks, known to everybody"
FLOWS_PAYMENT_PROVIDERS = {
    "standin": {
        "BACKEND": "standin.provider.StandInProvider",
        "OPTIONS": {"secret": STANDIN_SECRET},
    },
}
# It sends its webhooks by itself, and carries out after so many seconds what is pending.
STANDIN_AUTO_DELIVER = True
STANDIN_SETTLE_AFTER = 20

# What any Wagtail site has ------------------------------------------------------------------------

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The shop's own come first: one of them says more than cmsflows does when all is done. An
        # installed cmsflows brings its templates along; in a checkout they stand at the top.
        "DIRS": [ROOT / "site" / "demo" / "templates", ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "demo.sqlite3",
        "OPTIONS": {
            # A reader that becomes a writer half way cannot wait for its turn on SQLite.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "timeout": 20,
        },
    }
}

DEBUG = True
SECRET_KEY = "a key for the demo, known to everybody"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "demo.urls"
WSGI_APPLICATION = "demo.wsgi.application"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
# The inbox at /inbox/ reads them there.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mails"
DEFAULT_FROM_EMAIL = "Kiln & Kettle <shop@example.com>"

STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("en-gb", "English")]

WAGTAIL_SITE_NAME = "Kiln & Kettle"
WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{PORT}"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# The demo asks no other machine for anything.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
