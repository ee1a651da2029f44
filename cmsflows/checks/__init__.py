"""System checks: mistakes of a site, said at start instead of to a visitor. None asks a server."""

from cmsflows.checks.background import check_background
from cmsflows.checks.binder import check_task_binder
from cmsflows.checks.code_flows import check_code_flows
from cmsflows.checks.databases import check_atomic_requests, check_sqlite_waits
from cmsflows.checks.forgery import check_forgery_view
from cmsflows.checks.limits import check_upload_limit
from cmsflows.checks.privacy import check_encryption_keys, check_personal_data
from cmsflows.checks.redis_settings import check_redis_settings
from cmsflows.checks.registered import check_late_steps, check_registered_classes
from cmsflows.checks.snippets import check_snippets
from cmsflows.checks.state_models import check_state_models
from cmsflows.checks.stores import check_state_store, check_what_stores_can

__all__ = [
    "check_atomic_requests",
    "check_background",
    "check_code_flows",
    "check_encryption_keys",
    "check_forgery_view",
    "check_late_steps",
    "check_personal_data",
    "check_redis_settings",
    "check_registered_classes",
    "check_snippets",
    "check_sqlite_waits",
    "check_state_models",
    "check_state_store",
    "check_task_binder",
    "check_upload_limit",
    "check_what_stores_can",
]
