"""A flow page as serving sees it: where its versions are, what its URLs are, how it looks."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def serve_page(page: Any, request: HttpRequest, path: str) -> HttpResponse:
    """Serve one request for a flow page; `path` is what follows the page's own URL."""
    raise NotImplementedError


def preview_page(page: Any, request: HttpRequest) -> HttpResponse:
    """Show a draft's first step without starting anything."""
    raise NotImplementedError
