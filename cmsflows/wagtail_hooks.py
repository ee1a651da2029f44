"""What cmsflows hangs into Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from wagtail import hooks

from cmsflows.admin import urls
from cmsflows.admin.audit import register_acts
from cmsflows.admin.buttons import people_button
from cmsflows.admin.permissions import flow_permissions
from cmsflows.admin.publishing import ask_before_publishing
from cmsflows.admin.viewset import FlowPageViewSet, flow_page_viewsets
from cmsflows.cms.blocks.assemble import flow_stream_block


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
    return []


@hooks.register("register_admin_urls")
def register_flow_urls() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("before_publish_page", order=1_000)
def ask_about_people(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Late, so that a site's own hooks have had their say. `Any`: Wagtail has no types."""
    return ask_before_publishing(request, page)


@hooks.register("register_page_header_buttons")
def register_people_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Any]:
    """`Any`: Wagtail has no types."""
    return people_button(page, user)


@hooks.register("register_permissions")
def register_flow_permissions() -> QuerySet[Permission]:
    return flow_permissions()


@hooks.register("register_log_actions")
def register_flow_acts(actions: Any) -> None:
    """`Any`: Wagtail has no types."""
    register_acts(actions)
