"""Publishes flows again whose reusable groups have changed, after asking once more."""

from typing import Any

import swapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from cmsflows.cms.page import FlowPageMixin
from cmsflows.cms.reusable.group import ReusableGroup
from cmsflows.cms.reusable.outdated import outdated_flows, outdated_groups
from cmsflows.cms.reusable.republishing import publish_again
from cmsflows.exceptions import CmsflowsError


class PublishAgainView(WagtailAdminTemplateMixin, View):
    """Lists what would be published, and does so on POST. `Any`: Wagtail has no types."""

    template_name = "cmsflows/admin/publish_again.html"
    page_title = gettext_lazy("Publish again")
    header_icon = "rotate"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())  # type: ignore[no-any-return]  # Wagtail has no types

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        flows = [{"page": page, "groups": outdated_groups(page)} for page in self.pages()]
        return {**super().get_context_data(**kwargs), "flows": flows, "back": self.back()}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back, and here. `Any`: Wagtail's own."""
        return [*self.above(), {"url": "", "label": self.page_title}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for page in self.pages():
            self._publish(page)
        return HttpResponseRedirect(self.back())

    def pages(self) -> list[Any]:
        """The pages to publish: out of date, and this user's to publish."""
        raise NotImplementedError

    def above(self) -> list[dict[str, Any]]:
        """What leads here. `Any`: Wagtail's own."""
        raise NotImplementedError

    def back(self) -> str:
        """Where to go when all is done, or nothing is to be done."""
        raise NotImplementedError

    def _publish(self, page: Any) -> None:
        try:
            publish_again(page, self.request.user)
        except (CmsflowsError, PermissionDenied, ValidationError) as error:
            sentence = _('"%(title)s" could not be published again. %(reason)s')
            messages.error(self.request, sentence % {"title": page, "reason": _words(error)})
        else:
            sentence = _('"%(title)s" was published again.')
            messages.success(self.request, sentence % {"title": page})


class PublishPageAgainView(PublishAgainView):
    """One page, from its editor."""

    def pages(self) -> list[Any]:
        model = swapper.load_model("wagtailcore", "Page")
        page = get_object_or_404(model, pk=self.kwargs["page_id"]).specific
        if not isinstance(page, FlowPageMixin):
            raise Http404("This page is no flow.")
        if not may_publish_again(page, self.request.user):
            raise PermissionDenied
        return [page] if outdated_groups(page) else []

    def above(self) -> list[dict[str, Any]]:
        model = swapper.load_model("wagtailcore", "Page")
        page = model.objects.get(pk=self.kwargs["page_id"])
        items: list[dict[str, Any]] = get_breadcrumbs_items_for_page(page, self.request.user)
        return items

    def back(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.kwargs["page_id"]])


class PublishFlowsAgainView(PublishAgainView):
    """All that use a group, from the list of where it is used."""

    def pages(self) -> list[Any]:
        group = get_object_or_404(ReusableGroup, pk=self.kwargs["group_id"])
        stale = outdated_flows(group)
        allowed = [page for page in stale if may_publish_again(page, self.request.user)]
        if stale and not allowed:
            raise PermissionDenied
        return allowed

    def above(self) -> list[dict[str, Any]]:
        home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
        groups = reverse(ReusableGroup.snippet_viewset.get_url_name("list"))
        return [home, {"url": groups, "label": _("Reusable groups")}]

    def back(self) -> str:
        viewset = ReusableGroup.snippet_viewset
        return reverse(viewset.get_url_name("usage"), args=[self.kwargs["group_id"]])


def may_publish_again(page: Any, user: Any) -> bool:
    """An alias is published with the page that it follows; a locked page is not touched."""
    return (
        not page.alias_of_id
        and page.permissions_for_user(user).can_publish()
        and not page.permissions_for_user(user).page_locked()
    )


def _words(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
