"""A plain Wagtail page with the form on it: what a site does without cmsflows."""

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from tests.bench.bare import bare_page


class FormPage(Page):
    """Serves the step whose number follows the page's own URL."""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        return RouteResult(self, kwargs={"number": int(path_components[0])})

    def serve(self, request: HttpRequest, number: int = 0) -> HttpResponse:
        return bare_page(request, number, base="/plain-page/")
