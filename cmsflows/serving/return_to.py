"""Where a visitor goes when the flow is done: only ever to this site."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "_on_complete"


def is_on_this_site(url: str, request: HttpRequest) -> bool:
    """May a visitor be sent there? Paths from the root, and absolute URLs of this very host.

    Names of views are refused too: whoever writes the URL would choose among all of them.
    """
    if not url.startswith(("/", "http://", "https://")):
        return False
    return url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def wanted_return(request: HttpRequest) -> str:
    """The return address that the entry link asks for; empty when there is none to be trusted."""
    url = request.GET.get(FIELD, "")
    return url if is_on_this_site(url, request) else ""
