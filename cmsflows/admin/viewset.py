"""The viewset of pages with a flow: Wagtail's own, its editor with a flow map."""

from collections.abc import Iterator

from wagtail.admin.viewsets.pages import PageViewSet

from cmsflows.admin.moderating import FlowWorkflowActionView
from cmsflows.admin.views import FlowCreateView, FlowEditView, FlowRevertView
from cmsflows.cms.flow_models import flow_page_models


class FlowPageViewSet(PageViewSet):
    """Every model made with `FlowPageMixin` has one without further ado.

    A site that wants a viewset of its own for such a page builds on it and registers that one:

        class CheckoutViewSet(FlowPageViewSet):
            model = CheckoutPage

        @hooks.register("register_admin_viewset")
        def register_checkout_viewset():
            return CheckoutViewSet()

    and one that has views of its own puts `FlowMapMixin` before them.
    """

    add_view_class = FlowCreateView
    edit_view_class = FlowEditView
    revisions_revert_view_class = FlowRevertView
    workflow_action_view_class = FlowWorkflowActionView


def flow_page_viewsets() -> Iterator[FlowPageViewSet]:
    """A viewset for each model of this site that is a page with a flow."""
    return (FlowPageViewSet(model=model) for model in flow_page_models())
