"""What the admin's pages about one flow page share: whose they are, and where they stand."""

from typing import Any

import swapper
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from cmsflows.admin.permissions import may_move, may_publish, may_read, may_stop
from cmsflows.cms.page import FlowPageMixin


class FlowView(WagtailAdminTemplateMixin, View):
    """A page of the admin about one flow page. Say who may see it in `is_allowed`."""

    page: Any
    """A site's own page class, which has no types."""
    header_icon = "cmsflows-flow-map"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        model = swapper.load_model("wagtailcore", "Page")
        self.page = get_object_or_404(model, pk=kwargs["page_id"]).specific
        if not isinstance(self.page, FlowPageMixin):
            raise Http404("This page is no flow.")
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        raise NotImplementedError

    @property
    def may_publish(self) -> bool:
        return may_publish(self.request.user, self.page)

    @property
    def may_read(self) -> bool:
        return may_read(self.request.user, self.page)

    @property
    def may_move(self) -> bool:
        return may_move(self.request.user, self.page)

    @property
    def may_stop(self) -> bool:
        return may_stop(self.request.user, self.page)

    @cached_property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @cached_property
    def people_url(self) -> str:
        return reverse("cmsflows_people", args=[self.page.pk])

    def get_next_url(self) -> str:
        """Where the editor's own page would have led."""
        explorer = reverse("wagtailadmin_explore", args=[self.page.get_parent().pk])
        return str(get_valid_next_url_from_request(self.request) or explorer)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = get_breadcrumbs_items_for_page(self.page, self.request.user)
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*above, here]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.shown()

    def shown(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page, with what is said beside. `Any`: template variables."""
        return self.render_to_response(self.get_context_data(**context), status=status)  # type: ignore[no-any-return]  # Wagtail has no types

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "view": self,
            "edit_url": self.edit_url,
            "people_url": self.people_url,
        }
