"""The versions of a flow: what was live when, who made it so, and a way to make it so again."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Page

from cmsflows.cms.gate import flaws_in
from cmsflows.cms.going_live import make_live_again
from cmsflows.cms.page import FlowPageMixin
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


@require_GET
def versions(request: HttpRequest, page_id: int) -> HttpResponse:
    """The list. Raises `Http404` for a page that has no flow, `PermissionDenied` for who may not
    edit it."""
    page = flow_page_or_404(page_id)
    permissions = page.permissions_for_user(request.user)
    if not permissions.can_edit():
        raise PermissionDenied
    context = {
        "page": page,
        "rows": list(_rows(page)),
        "can_publish": permissions.can_publish(),
        "header_title": _("Versions of the flow"),
        "header_icon": "history",
        "breadcrumbs_items": _breadcrumbs(page),
    }
    return TemplateResponse(request, "cmsflows/admin/versions.html", context)


@require_POST
def live_again(request: HttpRequest, page_id: int, version_id: int) -> HttpResponse:
    """Make a version live again. Raises as `versions` does."""
    page = flow_page_or_404(page_id)
    version = get_object_or_404(FlowVersion, pk=version_id, flow=page.flow_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if (lock := page.get_lock()) and lock.for_user(request.user):
        messages.error(request, _("The page is locked, so nothing was changed."))
        return redirect("cmsflows_versions", page.pk)
    try:
        make_live_again(page, version, request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("This version is live again. Runs that were begun go on."))
    return redirect("cmsflows_versions", page.pk)


def flow_page_or_404(page_id: int) -> Any:
    """The flow page of this id. `Any`: a site's own page class. Raises `Http404`."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, FlowPageMixin):
        raise Http404("This page has no flow.")
    return page


def _rows(page: Any) -> list[VersionRow]:
    """`Any`: a site's own page class."""
    found = list(FlowVersion.objects.filter(flow=page.flow_id).order_by("-pk")[: SHOWN + 1])
    definitions: list[FlowDefinition | None] = [definition_of(each.definition) for each in found]
    pairs = pairwise([*definitions, None])
    rows = [
        VersionRow(
            version,
            is_live=version.sha256 == page.flow_version,
            changes=_changes(earlier, definition) if earlier and definition else (),
            flaw=_flaw(version, definition, page.indispensable_steps),
        )
        for version, (definition, earlier) in zip(found, pairs, strict=True)
    ]
    return rows[:SHOWN]


def _changes(earlier: FlowDefinition, definition: FlowDefinition) -> list[str]:
    return [sentence_of(each) for each in changes(earlier, definition)]


def _flaw(
    version: FlowVersion, definition: FlowDefinition | None, indispensable: tuple[str, ...]
) -> str:
    if not version.source or definition is None:
        return _("It is too old: what it was made from was not kept.")
    errors = [each for each in flaws_in(definition, indispensable=indispensable) if each.is_error]
    return errors[0].sentence if errors else ""


def _breadcrumbs(page: Any) -> list[dict[str, str]]:
    """`Any`: a site's own page class."""
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return [
        {"url": edit, "label": page.get_admin_display_title()},
        {"url": "", "label": _("Versions of the flow")},
    ]
