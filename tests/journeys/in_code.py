"""Serves a flow written in code for the length of one test."""

from typing import Any

from django.http import HttpRequest

from cmsflows.testing import code_flows
from cmsflows.testing.code_flows import serve_flow as serve
from tests.urls import urlpatterns as site

__all__ = ["Urls", "known_by_header", "serve"]


class Urls(code_flows.Urls):
    """With the site's own URLs behind them."""

    def __init__(self, *patterns: Any) -> None:
        super().__init__(*patterns, *site)


def known_by_header(request: HttpRequest) -> str | None:
    """A binder for the tests: a header says who it is."""
    return request.headers.get("X-Visitor")
