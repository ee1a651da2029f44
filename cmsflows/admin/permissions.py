"""Who may do what to people half way: permissions that groups are given, beside the page's own."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet

READ, MOVE, STOP = "read_runs", "move_people", "stop_people"


def may_publish(user: Any, page: Any) -> bool:
    """`Any`, here and below: a site's own user, and its own page class."""
    tester = page.permissions_for_user(user)
    return bool(tester.can_publish() and not tester.page_locked())


def may_read(user: Any, page: Any) -> bool:
    """May they see how many people are where? Nobody sees here what anybody answered."""
    return _has(user, READ) and bool(page.permissions_for_user(user).can_edit())


def may_move(user: Any, page: Any) -> bool:
    return _has(user, MOVE) and may_publish(user, page)


def may_stop(user: Any, page: Any) -> bool:
    return _has(user, STOP) and may_publish(user, page)


def flow_permissions() -> QuerySet[Permission]:
    """What can be given to a group, beside Wagtail's own."""
    return Permission.objects.filter(
        content_type__app_label="cmsflows", codename__in=[READ, MOVE, STOP]
    )


def _has(user: Any, codename: str) -> bool:
    return bool(user.has_perm(f"cmsflows.{codename}"))
