"""The request in which payments are settled that nobody asks about: a command's, a worker's."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from wagtail.models import Site

MESSAGES = "_messages"
"""Where django.contrib.messages looks for them."""

NOWHERE = ("localhost", 80)


def unasked_request() -> HttpRequest:
    """Nobody's, at the default site, whose addresses a step may want to name.

    What a step says to its visitor in it is said to nobody, and fails nothing.
    """
    request = HttpRequest()
    request.method = "POST"
    site = Site.objects.filter(is_default_site=True).first()
    name, port = (site.hostname, site.port) if site else NOWHERE
    request.META.update(SERVER_NAME=name, SERVER_PORT=str(port), REQUEST_METHOD="POST")
    setattr(request, MESSAGES, CookieStorage(request))
    return request
