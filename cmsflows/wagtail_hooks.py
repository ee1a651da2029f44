"""What cmsflows hangs into Wagtail's admin."""

from wagtail import hooks

from cmsflows.admin.viewset import FlowPageViewSet, flow_page_viewsets


@hooks.register("register_admin_viewset", order=-1)
def register_flow_page_viewsets() -> list[FlowPageViewSet]:
    """Early, so that a viewset the site registers for such a page takes the place of ours."""
    return list(flow_page_viewsets())


@hooks.register("register_icons")
def register_flow_icons(icons: list[str]) -> list[str]:
    return [*icons, "cmsflows/admin/icons/flow-map.svg"]
