"""The way to our pages from Wagtail's own: buttons among those of a page."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button

from cmsflows.admin.permissions import may_read
from cmsflows.cms.page import FlowPageMixin


def flow_buttons(page: Any, user: Any) -> Iterator[Button]:
    """To the people and the versions of a flow page, for who may see them. `Any`: of any class, any
    user."""
    model = page.specific_class
    if model is None or not issubclass(model, FlowPageMixin):
        return
    if may_read(user, page):
        url = reverse("cmsflows_people", args=[page.pk])
        yield Button(_("People half way"), url=url, icon_name="group", priority=66)
    if page.permissions_for_user(user).can_edit():
        url = reverse("cmsflows_versions", args=[page.pk])
        yield Button(_("Versions of the flow"), url=url, icon_name="history", priority=67)
