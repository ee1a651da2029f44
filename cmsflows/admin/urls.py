"""Where the admin's pages about flows are, below Wagtail's own."""

from django.urls import URLPattern, path

from cmsflows.admin.flow_files import ExportFlowView, ImportFlowView
from cmsflows.admin.people import MoveView, PeopleView, StopView
from cmsflows.admin.publishing import PublishView
from cmsflows.admin.publishing_again import PublishFlowsAgainView, PublishPageAgainView
from cmsflows.admin.versions import LiveAgainView, VersionsView

urlpatterns: list[URLPattern] = [
    path(
        "flows/<int:page_id>/publish/<int:revision_id>/",
        PublishView.as_view(),
        name="cmsflows_publish",
    ),
    path(
        "flows/<int:page_id>/publish-again/",
        PublishPageAgainView.as_view(),
        name="cmsflows_publish_again",
    ),
    path(
        "flows/groups/<int:group_id>/publish-again/",
        PublishFlowsAgainView.as_view(),
        name="cmsflows_publish_flows_again",
    ),
    path("flows/<int:page_id>/export/", ExportFlowView.as_view(), name="cmsflows_export"),
    path("flows/<int:page_id>/import/", ImportFlowView.as_view(), name="cmsflows_import"),
    path("flows/<int:page_id>/versions/", VersionsView.as_view(), name="cmsflows_versions"),
    path(
        "flows/<int:page_id>/versions/<int:version_id>/live/",
        LiveAgainView.as_view(),
        name="cmsflows_live_again",
    ),
    path("flows/<int:page_id>/people/", PeopleView.as_view(), name="cmsflows_people"),
    path("flows/<int:page_id>/people/move/", MoveView.as_view(), name="cmsflows_move_people"),
    path("flows/<int:page_id>/people/stop/", StopView.as_view(), name="cmsflows_stop_people"),
]
