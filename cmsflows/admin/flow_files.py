"""Flows as files, for editors: a page's flow downloaded, and uploaded as a draft of a page."""

from collections.abc import Iterator
from typing import Any

import swapper
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.admin.widgets.button import Button

from cmsflows.cms.exchange.exporting import draft_of, export_of, text_of
from cmsflows.cms.exchange.form import MAX_BYTES
from cmsflows.cms.exchange.importing import import_into
from cmsflows.cms.exchange.problems import problems_of_import
from cmsflows.cms.exchange.text import UnreadableFileError, data_of
from cmsflows.cms.page import FlowPageMixin


class FlowFileMixin:
    """Finds the page of the URL: a flow, and this user's to edit."""

    page: Any
    """A site's own page class, which has no types."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        model = swapper.load_model("wagtailcore", "Page")
        self.page = get_object_or_404(model, pk=kwargs["page_id"]).specific
        if not isinstance(self.page, FlowPageMixin):
            raise Http404("This page is no flow.")
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view beside this one
        return response


class ExportFlowView(FlowFileMixin, View):
    """The flow as its editors see it, drafts and all."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = text_of(export_of(draft_of(self.page)))
        name = f'attachment; filename="{self.page.slug}.json"'
        headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
        return HttpResponse(text, content_type="application/json", headers=headers)


class FlowFileForm(forms.Form):
    """One file, which is JSON as far as anybody can tell."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        allow_empty_file=True,
    )

    def clean_file(self) -> Any:
        """The JSON in it; `Any`: of any shape."""
        upload = self.cleaned_data["file"]
        try:
            return data_of(upload.read(MAX_BYTES + 1))
        except UnreadableFileError as error:
            raise forms.ValidationError(str(error)) from error


class ImportFlowView(FlowFileMixin, WagtailAdminTemplateMixin, FormView):
    """Makes the flow in a file the page's latest draft, or lists what is wrong with it."""

    form_class = FlowFileForm
    template_name = "cmsflows/admin/import_flow.html"
    page_title = gettext_lazy("Import a flow")
    header_icon = "upload"

    def form_valid(self, form: FlowFileForm) -> HttpResponse:
        data = form.cleaned_data["file"]
        problems = problems_of_import(data)
        if problems:
            context = self.get_context_data(form=form, problems=problems)
            return self.render_to_response(context)
        permissions = self.page.permissions_for_user(self.request.user)
        if self.page.alias_of_id or permissions.page_locked():
            raise PermissionDenied
        import_into(self.page, data, user=self.request.user)
        sentence = _("“%(title)s” has a new draft from the file. Look it over, then publish it.")
        messages.success(self.request, sentence % {"title": self.page.title})
        return HttpResponseRedirect(self._edit_url)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """`Any`: Wagtail's own."""
        above = get_breadcrumbs_items_for_page(self.page, self.request.user)
        return [*above, {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "page": self.page, "back": self._edit_url}

    @property
    def _edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


def file_buttons(page: Any, user: Any) -> Iterator[Button]:
    """Among the buttons of a flow page, for who may edit it. `Any`: of any class, any user."""
    model = page.specific_class
    if model is None or not issubclass(model, FlowPageMixin):
        return
    if page.permissions_for_user(user).can_edit():
        for label, name, icon, priority in (
            (gettext_lazy("Export the flow"), "cmsflows_export", "download", 68),
            (gettext_lazy("Import a flow"), "cmsflows_import", "upload", 69),
        ):
            url = reverse(name, args=[page.pk])
            yield Button(label, url=url, icon_name=icon, priority=priority)
