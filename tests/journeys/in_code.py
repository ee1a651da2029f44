"""Serves a flow written in code for the length of one test."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path

from cmsflows import FlowHandler
from cmsflows.engine.components import Component
from tests.urls import urlpatterns as site


class Urls:
    """A root URLconf made on the spot."""

    def __init__(self, *patterns: Any) -> None:
        self.urlpatterns = [*patterns, *site]


def serve(
    settings: Any, component: type[Component], *, prefix: str = "shop/", **options: Any
) -> FlowHandler:
    """Mount a flow under a prefix; `options` are the handler's own. `Any`: pytest's settings."""
    handler = FlowHandler(**options)
    handler.register_entry_point(component)
    settings.ROOT_URLCONF = Urls(path(prefix, include(handler.urls)))
    return handler


def known_by_header(request: HttpRequest) -> str | None:
    """A binder for the tests: a header says who it is."""
    return request.headers.get("X-Visitor")
