"""The one reader of settings: every name and its default stand here, once."""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Flows --------------------------------------------------------------------------------------
    # The site's own template that every step extends.
    "FLOWS_BASE_TEMPLATE": "cmsflows/base.html",
    # The name of the task's id in URLs and forms.
    "FLOWS_TASK_ID_PARAM": "_id",
    # Seconds for which a link with signed inputs or state may be followed.
    "FLOWS_ENTRY_LINK_AGE": 24 * 60 * 60,
    # Versions of a flow, beside the live one, that an editor can make live again.
    "FLOWS_KEPT_VERSIONS": 20,
    # Seconds that Graphviz may take to draw one flow.
    "FLOWS_GRAPH_TIMEOUT": 10,
    # Runs of visitors ---------------------------------------------------------------------------
    # Seconds without a request after which a task is gone.
    "FLOWS_TASK_IDLE_TIMEOUT": 20 * 60,
    # Seconds after which a task is gone, busy or not.
    "FLOWS_TASK_MAX_AGE": 24 * 60 * 60,
    # Seconds a finished task is remembered, so that a reload shows the done page.
    "FLOWS_TOMBSTONE_AGE": 24 * 60 * 60,
    # A function of the request; what it answers says whose task it is.
    "FLOWS_TASK_BINDER": "cmsflows.serving.binding.session_secret",
    # May who is logged in go on with a task of theirs in another browser?
    "FLOWS_OWNER_MAY_RESUME": False,
    # Tasks that one session may have going; starting another ends the one untouched for longest.
    "FLOWS_MAX_TASKS": 10,
    # Bounds of what one task may keep: bytes of its record, depth and items of its state, visits.
    "FLOWS_MAX_RECORD_BYTES": 256 * 1024,
    "FLOWS_MAX_STATE_DEPTH": 16,
    "FLOWS_MAX_STATE_ITEMS": 5_000,
    "FLOWS_MAX_VISITS": 100,
    # Models whose objects may be put into the state, as "app.Model"; what is kept is the key.
    "FLOWS_STATE_MODELS": (),
    # Steps with an effect outside ---------------------------------------------------------------
    # Seconds that a commit step may take; what takes longer is in doubt.
    "FLOWS_COMMIT_LEASE": 60,
    # Seconds that a second click waits for the first to be done, before it is told to wait.
    "FLOWS_COMMIT_WAIT": 5,
    # Seconds that a task is kept whose outcome outside is not known yet.
    "FLOWS_UNSETTLED_AGE": 30 * 24 * 60 * 60,
    # Is the work of a `BackgroundAction` handed to Celery? True, False, or "auto": where Celery is
    # installed and the site's application names a broker, instead of Celery's own guess. What is
    # handed to nobody is done in the request.
    "FLOWS_BACKGROUND": "auto",
    # Seconds after which a worker that was not heard of is lost, and another one takes its place.
    "FLOWS_BACKGROUND_LEASE": 60,
    # Where runs and uploads rest ----------------------------------------------------------------
    # A module with a class `StateStore`, or the dotted path of such a class.
    "FLOWS_STATE_STORE": "cmsflows.statestore.django_store",
    # Fernet keys, newest first; the first encrypts, all decrypt. None: tasks rest in the clear.
    "FLOWS_ENCRYPTION_KEYS": (),
    # The alias, in STORAGES, of the private storage for uploads. Where there is no such alias,
    # uploads rest in a directory of this user's, which no web server should serve.
    "FLOWS_FILE_STORAGE": "cmsflows",
    # That directory, and the one of `tmpfile_store`; empty is one in the system's own for such.
    "FLOWS_FILE_DIRECTORY": "",
    "FLOWS_TMPFILE_STATE_STORE_DIRECTORY": "",
    # Where `redis_store` finds its server: a URL, or else host, port, number and password.
    "FLOWS_REDIS_STATE_STORE_URL": "",
    "FLOWS_REDIS_STATE_STORE_HOST": "localhost",
    "FLOWS_REDIS_STATE_STORE_PORT": 6379,
    "FLOWS_REDIS_STATE_STORE_DB": 0,
    "FLOWS_REDIS_STATE_STORE_PASSWORD": "",
    # Is it a Redis Cluster? Then the URL or the host names any of its nodes.
    "FLOWS_REDIS_STATE_STORE_CLUSTER": False,
    # What the names of its keys begin with.
    "FLOWS_REDIS_STATE_STORE_PREFIX": "cmsflows:",
    # The ready steps: forms ---------------------------------------------------------------------
    # The country that addresses and telephone numbers are of until somebody says otherwise: a code
    # of ISO 3166-1, such as "DE". Empty: none.
    "FLOWS_COUNTRY": "",
    # The ready steps: accounts ------------------------------------------------------------------
    # Seconds for which an emailed code is good, and how often it may be tried.
    "FLOWS_CODE_AGE": 10 * 60,
    "FLOWS_CODE_TRIES": 5,
    # Seconds until another code may be asked for, and how many one address is sent in an hour.
    "FLOWS_CODE_RESEND_DELAY": 60,
    "FLOWS_CODES_PER_HOUR": 5,
    # The ready steps: mails ---------------------------------------------------------------------
    # Seconds that a mail server may take, where EMAIL_TIMEOUT does not say.
    "FLOWS_MAIL_TIMEOUT": 10,
    # How often a mail of a flow is tried that the server has not taken.
    "FLOWS_MAIL_TRIES": 8,
    # Mails that flows send to one visitor's address within a day, whoever says it is theirs: nobody
    # shall flood somebody else's mailbox. 0: as many as anybody asks for.
    "FLOWS_MAILS_PER_ADDRESS": 20,
    # Seconds for which mails of flows are listed in the admin: longer than FLOWS_UNSETTLED_AGE,
    # since the list says whether a mail was sent.
    "FLOWS_SENT_MAIL_AGE": 35 * 24 * 60 * 60,
    # The ready steps: payments ------------------------------------------------------------------
    # Payment providers by alias: {"BACKEND": the path of a `PaymentProvider`, "OPTIONS": {…}}. Of
    # two that take one kind of payment the first does. Steps of `flow_blocks` pay through them.
    "FLOWS_PAYMENT_PROVIDERS": {},
    # The currency that they pay in, by ISO 4217.
    "FLOWS_PAYMENT_CURRENCY": "EUR",
    # Seconds that a provider may take to answer one call.
    "FLOWS_PAYMENT_TIMEOUT": 10,
    # Countries, as ["DE", "AT"], from whose accounts direct debits are taken. None: those of SEPA.
    "FLOWS_DIRECT_DEBIT_COUNTRIES": (),
}
"""Names and defaults. `Any`: a setting may be a number, a text or a path."""


def get(name: str) -> Any:
    """The site's value for a setting, or its default. `Any`: see `DEFAULTS`."""
    return getattr(settings, name, DEFAULTS[name])


def task_id_param() -> str:
    return str(get("FLOWS_TASK_ID_PARAM"))


def idle_timeout() -> int:
    """Seconds."""
    return int(get("FLOWS_TASK_IDLE_TIMEOUT"))


def state_models() -> frozenset[str]:
    """Models whose objects may be put into the state, as "app.model", in small letters."""
    return frozenset(label.lower() for label in get("FLOWS_STATE_MODELS"))


def file_storage() -> str:
    """The alias, in STORAGES, of the storage for uploads; there need not be such."""
    return str(get("FLOWS_FILE_STORAGE"))


def file_directory() -> str:
    """Where uploads rest when there is no such alias; empty is a directory we choose."""
    return str(get("FLOWS_FILE_DIRECTORY"))


def country() -> str:
    """The code of the site's own country; empty where there is none."""
    return str(get("FLOWS_COUNTRY")).upper()


def login_url() -> str:
    """Where Django sends who must log in: a URL or the name of one."""
    return str(settings.LOGIN_URL)


def csrf_failure_view() -> str:
    """The path of the view that answers what may be forged."""
    return str(settings.CSRF_FAILURE_VIEW)


def language_code() -> str:
    """The site's own language."""
    return str(settings.LANGUAGE_CODE)


def languages() -> list[tuple[str, str]]:
    """The languages of the site, as codes and names."""
    return [(str(code), str(name)) for code, name in settings.LANGUAGES]


def user_model() -> str:
    """The site's user model, as "app.Model"."""
    return str(settings.AUTH_USER_MODEL)


def default_from_email() -> str:
    """Whom the site's mails come from."""
    return str(settings.DEFAULT_FROM_EMAIL)


def max_form_fields() -> int | None:
    """How many fields one form may post; None is no limit."""
    limit = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    return None if limit is None else int(limit)


def site_name() -> str:
    """What the site is called, where nobody has named it in the admin; empty where nobody has."""
    return str(getattr(settings, "WAGTAIL_SITE_NAME", ""))


def is_debug() -> bool:
    return bool(settings.DEBUG)
