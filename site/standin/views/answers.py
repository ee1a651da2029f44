"""What a page of a payment answers when it was sent."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from standin.models import StandInPayment, Status


def go_on(request: HttpRequest, payment: StandInPayment) -> HttpResponse:
    """Back to the shop if this is over, else to the same page, which has more to ask."""
    payment.refresh_from_db()
    is_open = payment.status == Status.OPEN
    answer = HttpResponseRedirect(request.path if is_open else payment.return_url)
    # The browser asks with GET from here, whatever it sent.
    answer.status_code = 303
    return answer
