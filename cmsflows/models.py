"""The models of cmsflows."""

from typing import Any, ClassVar

import swapper
from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from cmsflows.background.rows import StoredJob
from cmsflows.cms.page import FlowPageMixin
from cmsflows.cms.reusable.group import ReusableGroup
from cmsflows.cms.versions import FlowVersion
from cmsflows.statestore.rows import StoredTask

__all__ = ["FlowPage", "FlowPageMixin", "FlowVersion", "ReusableGroup", "StoredJob", "StoredTask"]

Page: Any = apps.get_registered_model(*swapper.split(swapper.get_model_name("wagtailcore", "Page")))
"""Wagtail's page, or the one a site has put in its place, in an app installed before cmsflows.

`Any`: Wagtail has no types.
"""


class FlowPage(FlowPageMixin, Page):
    """A page that is a flow and nothing else."""

    page_ptr = models.OneToOneField(
        Page, verbose_name=_("page"), parent_link=True, on_delete=models.CASCADE, related_name="+"
    )
    """Named here, since Django would name it after the base page that a site has chosen."""

    content_panels: ClassVar = [*Page.content_panels, *FlowPageMixin.flow_panels]
    settings_panels: ClassVar = [*Page.settings_panels, *FlowPageMixin.flow_settings_panels]
    search_fields: ClassVar = [*Page.search_fields, *FlowPageMixin.flow_search_fields]
    api_fields: ClassVar = [*getattr(Page, "api_fields", ()), *FlowPageMixin.flow_api_fields]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("flow page")
        verbose_name_plural = _("flow pages")
