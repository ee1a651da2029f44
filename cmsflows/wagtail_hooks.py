"""What cmsflows hangs into Wagtail's admin."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from cmsflows.admin import bulk, history, versions
from cmsflows.admin.viewset import FlowPageViewSet, flow_page_viewsets
from cmsflows.cms.blocks.assemble import flow_stream_block
from cmsflows.cms.page import FlowPageMixin


@hooks.register("register_admin_viewset", order=-1)
def register_flow_page_viewsets() -> list[FlowPageViewSet]:
    """Early, so that a viewset the site registers for such a page takes the place of ours."""
    return list(flow_page_viewsets())


@hooks.register("register_icons")
def register_flow_icons(icons: list[str]) -> list[str]:
    return [*icons, "cmsflows/admin/icons/flow-map.svg"]


@hooks.register("register_admin_urls")
def build_flow_blocks() -> list[URLPattern]:
    """Wagtail asks for these when it starts; the blocks are made then, before anybody comes.

    The picker's previews ask for a block by its number, maybe in another process than the page.
    """
    flow_stream_block()
    return [
        path(
            "flows/<int:page_id>/versions/",
            versions.versions,
            name="cmsflows_admin_versions",
        ),
        path(
            "flows/<int:page_id>/versions/<int:version_id>/live/",
            versions.live_again,
            name="cmsflows_admin_live_again",
        ),
    ]


@hooks.register("register_page_header_buttons")
def flow_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """`Any`: a site's own page class, and its user model."""
    if isinstance(page, FlowPageMixin) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Flow versions"),
            reverse("cmsflows_admin_versions", args=[page.pk]),
            icon_name="history",
            priority=66,
        )


@hooks.register("before_bulk_action")
def refuse_unsound_flows(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """`Any`: bulk actions are about objects of all kinds; Wagtail has no types."""
    return bulk.refuse_unsound(request, action_type, objects, action)


@hooks.register("register_log_actions")
def register_flow_log_actions(actions: LogActionRegistry) -> None:
    history.register_log_actions(actions)
