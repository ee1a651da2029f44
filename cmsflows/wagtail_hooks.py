"""What cmsflows hangs into Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from cmsflows.admin.flow_files import ExportFlowView, ImportFlowView, file_buttons
from cmsflows.admin.publishing_again import PublishFlowsAgainView, PublishPageAgainView
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
    return [*icons, "cmsflows/admin/icons/flow-map.svg"]


@hooks.register("register_admin_urls")
def build_flow_blocks() -> list[URLPattern]:
    """Wagtail asks for these when it starts; the blocks are made then, before anybody comes.

    The picker's previews ask for a block by its number, maybe in another process than the page.
    """
    flow_stream_block()
    return []


@hooks.register("register_admin_urls")
def register_publishing_again() -> list[URLPattern]:
    return [
        path(
            "cmsflows/pages/<int:page_id>/publish-again/",
            PublishPageAgainView.as_view(),
            name="cmsflows_publish_again",
        ),
        path(
            "cmsflows/reusable-groups/<int:group_id>/publish-again/",
            PublishFlowsAgainView.as_view(),
            name="cmsflows_publish_flows_again",
        ),
    ]


@hooks.register("register_admin_urls")
def register_flow_files() -> list[URLPattern]:
    return [
        path(
            "cmsflows/pages/<int:page_id>/export/", ExportFlowView.as_view(), name="cmsflows_export"
        ),
        path(
            "cmsflows/pages/<int:page_id>/import/", ImportFlowView.as_view(), name="cmsflows_import"
        ),
    ]


@hooks.register("register_page_header_buttons")
def register_file_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """`Any`: Wagtail has no types."""
    return file_buttons(page, user)
