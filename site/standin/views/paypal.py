"""What stands in for PayPal: log in as somebody, and approve."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from standin import counter
from standin.forms import PayerForm
from standin.models import StandInPayment
from standin.views.answers import go_on


def page(request: HttpRequest, payment: StandInPayment) -> HttpResponse:
    decision = request.POST.get("decision")
    if decision == "cancel":
        counter.cancel(payment)
    elif payment.brand and decision == "approve":
        counter.approve(payment)
    elif payment.brand and decision == "other":
        counter.choose(payment, "")
    elif not payment.brand:
        return _log_in(request, payment)
    if request.method == "POST":
        return go_on(request, payment)
    return render(request, "standin/paypal_approve.html", {"payment": payment})


def _log_in(request: HttpRequest, payment: StandInPayment) -> HttpResponse:
    form = PayerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        counter.choose(payment, form.cleaned_data["payer"])
        return go_on(request, payment)
    return render(request, "standin/paypal_log_in.html", {"payment": payment, "form": form})
