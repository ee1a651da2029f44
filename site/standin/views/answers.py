"""What a page of a payment answers when it was sent."""

from django.http import HttpRequest, HttpResponseRedirect

from standin.models import StandInPayment, Status


class SeeOther(HttpResponseRedirect):
    """The browser asks with GET from there, whatever it sent."""

    status_code = 303


def go_on(request: HttpRequest, payment: StandInPayment) -> SeeOther:
    """Back to the shop if this is over, else to the same page, which has more to ask."""
    payment.refresh_from_db()
    return SeeOther(request.path if payment.status == Status.OPEN else payment.return_url)
