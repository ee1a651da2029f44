"""What cmsflows hangs into Wagtail's admin."""

from django.urls import URLPattern
from wagtail import hooks

from cmsflows.admin.viewset import FlowPageViewSet, flow_page_viewsets
from cmsflows.cms.blocks.assemble import flow_stream_block


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
