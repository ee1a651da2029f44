"""Publishing many pages at once: where a flow among them is not sound, none is published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page

from cmsflows.cms.gate import Flaw, errors_of
from cmsflows.cms.page import FlowPageMixin


@dataclass(frozen=True, slots=True)
class Refused:
    """A page that cannot go live, and why. `Any`: a site's own page class."""

    page: Any
    flaws: list[Flaw]


def refuse_unsound(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Wagtail's hook before a bulk action: a page that lists what is wrong, or nothing.

    `Any`: the action may be about objects of all kinds; Wagtail has no types.
    """
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type != "publish" or not pages:
        return None
    with_those_below = action.cleaned_form.cleaned_data.get("include_descendants", False)
    refused = list(_refused(pages, request.user, with_those_below=with_those_below))
    if not refused:
        return None
    context = {"refused": refused, "next": action.next_url}
    return TemplateResponse(request, "cmsflows/admin/bulk_refused.html", context)


def _refused(pages: Sequence[Page], user: Any, *, with_those_below: bool) -> Iterator[Refused]:
    for page in _published(pages, user, with_those_below=with_those_below):
        draft = page.get_latest_revision_as_object()
        if isinstance(draft, FlowPageMixin) and (flaws := errors_of(draft)):
            yield Refused(page, flaws)


def _published(pages: Sequence[Page], user: Any, *, with_those_below: bool) -> Iterator[Page]:
    """The pages that Wagtail would publish: those below only where they are not live yet, and this
    user may."""
    for page in pages:
        yield page.specific
        below = page.get_descendants().not_live().specific() if with_those_below else ()
        yield from (each for each in below if each.permissions_for_user(user).can_publish())
