"""The views behind `cmsflows.urls`: a flow's steps by the fast path, and its graph.

`csrf_failure` stands beside them, for a site to name in its settings.
"""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import REASON_CSRF_TOKEN_MISSING, REASON_NO_CSRF_COOKIE
from django.views.csrf import csrf_failure as plain_csrf_failure
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.views import serve as wagtail_serve
from wagtail.views import serve_chain
from wagtail.wagtail_hooks import check_view_restrictions

from cmsflows import conf
from cmsflows.cms import fastpath
from cmsflows.cms.mount import PageMount, root_of
from cmsflows.cms.page import FlowPageMixin
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.exceptions import DefinitionError
from cmsflows.serving.flowgraph import graph_response
from cmsflows.serving.resending import distrust
from cmsflows.serving.store_down import store_down
from cmsflows.statestore.troubles import Trouble, trouble_of

logger = logging.getLogger("cmsflows")


def flow_step(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a remembered flow page as Wagtail would, with its hooks; else let Wagtail serve."""
    try:
        found = fastpath.find(request, path)
    except DatabaseError as error:
        return _database_down(request, path, error)
    if found is None:
        answer: HttpResponse = wagtail_serve(request, path)
        return answer
    page, below, is_restricted = found
    return _serve_with_hooks(request, page, below, is_restricted=is_restricted)


def flow_graph(request: HttpRequest, path: str) -> HttpResponse:
    """The graph of a flow page: to who may edit the page, and to everybody when DEBUG is on."""
    page = _page_at(request, path)
    if not isinstance(page, FlowPageMixin):
        raise Http404("No flow has this URL.")
    if not conf.is_debug() and not page.permissions_for_user(request.user).can_edit():
        raise Http404("No flow has this URL.")
    return graph_response(request, _compiled(page), title=page.title)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The site's `CSRF_FAILURE_VIEW`: a flow's form is shown again, filled in, with a fresh token.

    All else is turned down as Django does it, and so is what came from another site.
    """
    if reason in STALE or reason.startswith(STALE_TOKEN):
        distrust(request)
        match = request.resolver_match
        if match and getattr(match.func, "is_flow_step", False):
            answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
            return answer
        route = _route(request)
        if route and isinstance(route.page, FlowPageMixin):
            return _serve_with_hooks(request, route.page, route.kwargs.get("path", ""))
    return plain_csrf_failure(request, reason=reason)


STALE = frozenset({REASON_NO_CSRF_COOKIE, REASON_CSRF_TOKEN_MISSING})
STALE_TOKEN = "CSRF token from POST "  # noqa: S105  # the beginning of a sentence
"""Reasons that have nothing to do with where a form came from."""


def _database_down(request: HttpRequest, path: str, error: DatabaseError) -> HttpResponse:
    """The honest page, where the database is away and the page was seen before."""
    guessed = fastpath.guess(request, path)
    if guessed is None or trouble_of(error) is not Trouble.OUTAGE:
        raise error
    page, below = guessed
    logger.error("A visitor of %s cannot be served now.", page.flow_id, exc_info=error)
    return store_down(request, PageMount(page, root=root_of(request.path, below), path=below))


def _route(request: HttpRequest) -> Any:
    """Where Wagtail finds the page of this URL. `Any`: Wagtail has no types."""
    match = request.resolver_match
    if match is None or match.func not in (wagtail_serve, flow_step):
        return None
    path = match.kwargs.get("path", match.args[0] if match.args else "")
    return Page.route_for_request(request, path)


def _serve_with_hooks(
    request: HttpRequest, page: Any, below: str, *, is_restricted: bool = True
) -> HttpResponse:
    """Serve a flow page as Wagtail would. `Any`: a site's own page class."""
    args: list[str] = []
    kwargs = {"path": below}
    chain = serve_chain
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        # The one query has told already that there is nothing to check.
        if is_restricted or wrap is not check_view_restrictions:
            chain = wrap(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        refusal = hook(page, request, args, kwargs)
        if isinstance(refusal, HttpResponse):
            return refusal
    served: HttpResponse = chain(page, request, args, kwargs)
    return served


def _page_at(request: HttpRequest, path: str) -> Any:
    """The page at a path, live or not: routing finds live ones only. `Any`: of any class."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    page = Page.objects.filter(url_path=f"{site.root_page.localized.url_path}{path}").first()
    return page.specific if page else None


def _compiled(page: FlowPageMixin) -> CompiledFlow:
    try:
        return CompiledFlow(page.flow_definition())
    except DefinitionError as error:
        raise Http404("This flow cannot be drawn.") from error
