"""Claims a visitor's tasks for the account they log in with, wherever on the site that is.

From then on the tasks open for nobody else, though they may hold a session of before: a cookie that
carries its whole session, say (see `django.contrib.sessions.backends.signed_cookies`).
"""

import logging
import time
from dataclasses import replace
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from cmsflows.exceptions import StoreUnavailableError
from cmsflows.serving.binding import belongs_to
from cmsflows.serving.recent import recent_ids
from cmsflows.serving.saving import is_being_served, load_running
from cmsflows.statestore.base import VersionedStateStore
from cmsflows.statestore.loading import known_stores
from cmsflows.statestore.records import to_record

logger = logging.getLogger("cmsflows")


@receiver(user_logged_in)
def claim_tasks(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """While tasks cannot be reached, logging in goes on without them: each is claimed when it is
    saved next. `Any`: a signal's sender and arguments, and a site's own user model."""
    if request is None:
        return
    try:
        for task_id in recent_ids(request):
            if not is_being_served(request, task_id):  # its own save says whose it is
                _claim_wherever(task_id, request, owner=str(user.pk))
    except StoreUnavailableError as error:
        logger.warning("Who logs in now may have tasks that are not claimed yet. %s", error)


def _claim_wherever(task_id: str, request: HttpRequest, *, owner: str) -> None:
    for store in known_stores():
        _claim(store, task_id, request, owner)


def _claim(store: VersionedStateStore, task_id: str, request: HttpRequest, owner: str) -> None:
    """One try: whoever saves the task at the same time says whose it is as well."""
    found = load_running(store, task_id)
    if found is None:
        return
    task, stored = found
    if not task.owner and belongs_to(task, request):
        record = to_record(replace(task, owner=owner))
        lifetime = stored.expires_at - time.time()
        store.replace(task_id, record, version=stored.version, lifetime=lifetime)
