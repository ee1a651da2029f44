"""The way to our pages from Wagtail's own: a button among those of a page."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button

from cmsflows.admin.permissions import may_read
from cmsflows.cms.page import FlowPageMixin


def people_button(page: Any, user: Any) -> Iterator[Button]:
    """To who is half way in a flow page, for who may see that. `Any`: of any class, any user."""
    model = page.specific_class
    if model is not None and issubclass(model, FlowPageMixin) and may_read(user, page):
        url = reverse("cmsflows_people", args=[page.pk])
        yield Button(_("People half way"), url=url, icon_name="group", priority=66)
