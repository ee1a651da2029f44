"""The headers of every answer a flow gives: nobody else may keep it, or learn its address."""

from django.http import HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers


def keep_private(response: HttpResponse) -> HttpResponse:
    """Mark a response as this visitor's alone.

    Task ids stand in URLs, so they must not travel in a Referer to other sites.
    """
    patch_cache_control(response, no_store=True, private=True)
    patch_vary_headers(response, ["Cookie"])
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
