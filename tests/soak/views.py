"""What the soak's site serves beside the flow: a log-in, a bank, and a word when all is down."""

import sys

from django.contrib.auth import get_user_model, login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.views.decorators.csrf import csrf_exempt
from django.views.defaults import server_error

from cmsflows.cms.views import csrf_failure as shown_again
from cmsflows.exceptions import StoreUnavailableError
from cmsflows.statestore.troubles import Trouble, trouble_of
from tests.soak import outside
from tests.soak.browser import UNTRUSTED
from tests.soak.flow import DECLINED, handler, shopping


def log_in(request: HttpRequest) -> HttpResponse:
    """Whoever gives a name is let in."""
    if request.method != "POST":
        token = get_token(request)
        return HttpResponse(f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">')
    user, _ = get_user_model().objects.get_or_create(username=request.POST["name"])
    login(request, user)
    return HttpResponseRedirect("/log-in/")


@csrf_exempt
def bank(request: HttpRequest, task_id: str, key: str) -> HttpResponse:
    """Takes a deposit or declines it, once; then the bank may call the site before anybody else."""
    if request.method != "POST":
        return HttpResponse("The bank.")
    what = DECLINED if DECLINED in request.POST else "deposit"
    outside.do_unless(task_id, what, key, done=("deposit", DECLINED))
    if "calls" not in request.POST:
        return HttpResponse(what)
    try:
        handler.settle(request, shopping, task_id)
    except StoreUnavailableError:
        return HttpResponse("Please call again.", status=503)
    return HttpResponse(what)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """As any site's, with a mark by which visitors know that nothing was accepted."""
    response = shown_again(request, reason)
    response.headers[UNTRUSTED] = "1"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """The site's own page of errors: 503 where its database is away, outside of any flow too."""
    error = sys.exception()
    if isinstance(error, DatabaseError) and trouble_of(error) is Trouble.OUTAGE:
        return HttpResponse("The database is away.", status=503)
    return server_error(request)
