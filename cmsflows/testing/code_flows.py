"""Serves a flow written in code for the length of one test."""

from typing import Any

from django.urls import get_resolver, include, path

from cmsflows.engine.components import Component
from cmsflows.serving.handler import FlowHandler


class Urls:
    """A root URLconf made on the spot."""

    def __init__(self, *patterns: Any) -> None:
        """`Any`: Django's patterns are of several kinds."""
        self.urlpatterns = list(patterns)


def serve_flow(
    settings: Any, component: type[Component], *, prefix: str = "shop/", **options: Any
) -> FlowHandler:
    """Mount a flow under a prefix, before the URLs of the site.

    `settings` is the fixture of pytest-django, which forgets this when the test ends; `options` are
    the handler's own. `Any`: both are of all kinds.
    """
    handler = FlowHandler(**options)
    handler.register_entry_point(component)
    site = get_resolver().url_patterns
    settings.ROOT_URLCONF = Urls(path(prefix, include(handler.urls)), *site)
    return handler
