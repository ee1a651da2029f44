"""The page that asks for a card."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from standin import counter
from standin.forms import CardForm
from standin.models import StandInPayment
from standin.orders import NoAnswerError
from standin.outcomes import CARDS
from standin.views.answers import go_on

Page = Callable[[HttpRequest, StandInPayment], HttpResponse]


def page(request: HttpRequest, payment: StandInPayment) -> HttpResponse:
    form = CardForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, payment, form=form)
    try:
        counter.pay_by_card(payment, form.cleaned_data["number"], form.cleaned_data["expiry"])
    except NoAnswerError:
        # A bank that does not answer; it is a page, so that somebody can try again.
        return _show(request, payment, form=CardForm(), is_silent=True, status=504)
    return go_on(request, payment)


def _show(
    request: HttpRequest,
    payment: StandInPayment,
    *,
    form: CardForm,
    is_silent: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "payment": payment,
        "form": form,
        "cards": CARDS.values(),
        "is_silent": is_silent,
    }
    return render(request, "standin/card.html", context, status=status)
