"""What cmsflows hangs into Wagtail's admin."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from cmsflows.admin import bulk, urls
from cmsflows.admin.audit import register_acts
from cmsflows.admin.buttons import flow_buttons
from cmsflows.admin.flow_files import file_buttons
from cmsflows.admin.permissions import flow_permissions
from cmsflows.admin.publishing import ask_before_publishing
from cmsflows.admin.reusable_groups import ReusableGroupViewSet
from cmsflows.admin.viewset import FlowPageViewSet, flow_page_viewsets
from cmsflows.cms.blocks.assemble import flow_stream_block

register_snippet(ReusableGroupViewSet)


@hooks.register("register_admin_viewset", order=-1)
def register_flow_page_viewsets() -> list[FlowPageViewSet]:
    """Early, so that a viewset the site registers for such a page takes the place of ours."""
    return list(flow_page_viewsets())


@hooks.register("register_icons")
def register_flow_icons(icons: list[str]) -> list[str]:
    return [*icons, "cmsflows/admin/icons/flow-map.svg", "cmsflows/admin/icons/fork.svg"]


@hooks.register("register_admin_urls")
def build_flow_blocks() -> list[URLPattern]:
    """Wagtail asks for these when it starts; the blocks are made then, before anybody comes.

    The picker's previews ask for a block by its number, maybe in another process than the page.
    """
    flow_stream_block()
    return []


@hooks.register("register_admin_urls")
def register_flow_urls() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("before_publish_page", order=1_000)
def ask_about_people(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Late, so that a site's own hooks have had their say. `Any`: Wagtail has no types."""
    return ask_before_publishing(request, page)


@hooks.register("before_bulk_action")
def refuse_unsound_flows(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """`Any`: bulk actions are about objects of all kinds; Wagtail has no types."""
    return bulk.refuse_unsound(request, action_type, objects, action)


@hooks.register("register_page_header_buttons")
def register_flow_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """`Any`: Wagtail has no types."""
    return chain(flow_buttons(page, user), file_buttons(page, user))


@hooks.register("register_permissions")
def register_flow_permissions() -> QuerySet[Permission]:
    return flow_permissions()


@hooks.register("register_log_actions")
def register_flow_acts(actions: Any) -> None:
    """`Any`: Wagtail has no types."""
    register_acts(actions)
