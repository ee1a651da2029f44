"""Editors and visitors for the tests of what is asked when a flow is published."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, PageLogEntry

from cmsflows.models import FlowPage
from cmsflows.testing import Visitor
from cmsflows.testing.trees import home
from tests.cms.posting import flow_fields, page_fields

ALL = ("read_runs", "move_people", "stop_people")


def editor(*codenames: str, on_page: tuple[str, ...] = ("change", "publish")) -> Client:
    """An editor whose group has these permissions of cmsflows, and those of pages."""
    group = Group.objects.create(name=f"Editors {'+'.join((*codenames, *on_page))}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="cmsflows", codename__in=codenames)
    )
    for codename in on_page:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=f"{codename}_page"
        )
        GroupPagePermission.objects.create(group=group, page=home(), permission=permission)
    user = get_user_model().objects.create_user(f"editor-{group.pk}", "e@example.com", "secret")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def publish_by_form(client: Client, page: FlowPage, *steps: dict[str, Any]) -> Any:
    """Press Publish in the editor, with other steps in the form. `Any`: Django's response."""
    draft = FlowPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.flow = list(steps)
    fields = {**page_fields(draft), **flow_fields(draft), "action-publish": "1"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields)


def chooses(client: Client, url: str, choice: str, **changes: str) -> Any:
    """Open the page that asks, choose, and press Publish. `Any`: Django's response."""
    shown = client.get(url)
    fields = {"seen": shown.context["seen"], "choice": choice, **changes}
    return client.post(url, fields)


def half_way() -> Visitor:
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="a kettle of my own")
    return visitor


def history(page: FlowPage) -> list[str]:
    """What the page's history says of our acts, newest first."""
    entries = PageLogEntry.objects.filter(page=page.pk, action__startswith="cmsflows.")
    return [str(entry.message) for entry in entries.order_by("-timestamp")]
