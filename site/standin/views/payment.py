"""The page of one payment, at an address that nobody guesses: what it shows is a matter of kind.

Whatever is sent, the answer is the same as to the first click: the way back to the shop.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from standin.models import Kind, StandInPayment, Status
from standin.views import bank, card, challenge, paypal

PAGES = {Kind.CARD: card.page, Kind.PAYPAL: paypal.page, Kind.BANK: bank.page}


@never_cache
@sensitive_post_parameters("number", "expiry", "cvc")
@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: HttpRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(StandInPayment, reference=reference)
    if found.status == Status.OPEN:
        response = _page_of(found)(request, found)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
    if request.method == "POST":
        return HttpResponseRedirect(found.return_url)
    return render(request, "standin/over.html", {"payment": found})


def _page_of(found: StandInPayment) -> card.Page:
    return challenge.page if found.is_challenged else PAGES.get(Kind(found.kind), unpayable)


def unpayable(request: HttpRequest, found: StandInPayment) -> HttpResponse:
    """A direct debit needs nobody, and is never open for long."""
    return render(request, "standin/over.html", {"payment": found})
