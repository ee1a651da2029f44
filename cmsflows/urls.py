"""A flow's URLs, to stand right before Wagtail's own:

    path("", include("cmsflows.urls")),
    path("", include(wagtail_urls)),

Steps are found faster so, and `.flowgraph` under a flow shows its graph. Without it all flows
work, slower.
"""

from django.urls import path, re_path, register_converter

from cmsflows.cms import fastpath
from cmsflows.cms.views import flow_graph, flow_step


class FlowPathConverter:
    """Matches the paths of flow pages met before, and leaves all others to the next pattern."""

    regex = r"(?:[\w\-]+/)+"

    def to_python(self, value: str) -> str:
        if not fastpath.knows(value):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FlowPathConverter, "cmsflows_path")

app_name = "cmsflows"
urlpatterns = [
    re_path(r"^(?P<path>(?:[\w\-]+/)*)\.flowgraph$", flow_graph, name="flow_graph"),
    path("<cmsflows_path:path>", flow_step, name="flow_step"),
]
