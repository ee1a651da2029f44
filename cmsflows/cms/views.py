"""The views behind `cmsflows.urls`: a flow's steps by the fast path, and its graph."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.views import serve as wagtail_serve
from wagtail.views import serve_chain
from wagtail.wagtail_hooks import check_view_restrictions

from cmsflows import conf
from cmsflows.cms import fastpath
from cmsflows.cms.page import FlowPageMixin
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.exceptions import DefinitionError
from cmsflows.serving.flowgraph import graph_response


def flow_step(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a remembered flow page as Wagtail would, with its hooks; else let Wagtail serve."""
    found = fastpath.find(request, path)
    if found is None:
        answer: HttpResponse = wagtail_serve(request, path)
        return answer
    page, below, is_restricted = found
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


def flow_graph(request: HttpRequest, path: str) -> HttpResponse:
    """The graph of a flow page: to who may edit the page, and to everybody when DEBUG is on."""
    page = _page_at(request, path)
    if not isinstance(page, FlowPageMixin):
        raise Http404("No flow has this URL.")
    if not conf.is_debug() and not page.permissions_for_user(request.user).can_edit():
        raise Http404("No flow has this URL.")
    return graph_response(request, _compiled(page), title=page.title)


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
