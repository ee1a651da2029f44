"""The versions of a flow: what was live when, who made it so, and a way to make it so again."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cmsflows.admin.flow_view import FlowView
from cmsflows.cms.gate import flaws_in
from cmsflows.cms.going_live import make_live_again
from cmsflows.cms.versions import FlowVersion
from cmsflows.cms.words_of_changes import sentence_of
from cmsflows.definition.changes import changes
from cmsflows.definition.flow import FlowDefinition, definition_of

SHOWN = 50
"""Versions that the page lists, the newest first."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version, as the list shows it."""

    version: FlowVersion
    is_live: bool
    changes: Sequence[str]
    """What it changed, in words, beside the one before."""
    flaw: str
    """Why it cannot go live again; empty where it can."""


class VersionsView(FlowView):
    """The list, for who may edit the page."""

    page_title = gettext_lazy("Versions of the flow")
    template_name = "cmsflows/admin/versions.html"
    header_icon = "history"

    def is_allowed(self) -> bool:
        return bool(self.page.permissions_for_user(self.request.user).can_edit())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "rows": list(_rows(self.page)),
            "can_publish": self.may_publish and not self.page.alias_of_id,
        }


class LiveAgainView(FlowView):
    """Makes a version live again, for who may publish the page."""

    page_title = gettext_lazy("Make a version live again")

    def is_allowed(self) -> bool:
        return self.may_publish

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.page
        version = get_object_or_404(FlowVersion, pk=kwargs["version_id"], flow=page.flow_id)
        try:
            make_live_again(page, version, request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("This version is live again. Runs that were begun go on."))
        return redirect(reverse("cmsflows_versions", args=[page.pk]))


def _rows(page: Any) -> list[VersionRow]:
    """`Any`: a site's own page class."""
    found = list(FlowVersion.objects.filter(flow=page.flow_id).order_by("-pk")[: SHOWN + 1])
    definitions = [_definition(each) for each in found]
    rows = [
        VersionRow(
            version,
            is_live=version.sha256 == page.flow_version,
            changes=_changes(earlier, definition) if earlier and definition else (),
            flaw=_flaw(version, definition, page.indispensable_steps),
        )
        for version, (definition, earlier) in zip(
            found, pairwise([*definitions, None]), strict=True
        )
    ]
    return rows[:SHOWN]


def _definition(version: FlowVersion) -> FlowDefinition | None:
    """None for a row that somebody has damaged."""
    try:
        return definition_of(version.definition)
    except (KeyError, TypeError, ValueError, RecursionError):
        return None


def _changes(earlier: FlowDefinition, definition: FlowDefinition) -> list[str]:
    return [sentence_of(each) for each in changes(earlier, definition)]


def _flaw(
    version: FlowVersion, definition: FlowDefinition | None, indispensable: tuple[str, ...]
) -> str:
    if not version.source or definition is None:
        return _("It is too old: what it was made from was not kept.")
    errors = [each for each in flaws_in(definition, indispensable=indispensable) if each.is_error]
    return errors[0].sentence if errors else ""
