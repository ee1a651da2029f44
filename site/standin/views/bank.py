"""What stands in for a bank's own pages: choose it, and let it transfer the money."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from standin import counter
from standin.forms import BankForm
from standin.models import StandInPayment
from standin.outcomes import Outcome
from standin.views.answers import go_on

DECISIONS = {
    "approve": Outcome.PAYS,
    "later": Outcome.PENDING,
    "bounce": Outcome.BOUNCES,
    "refuse": Outcome.DECLINED,
}


def page(request: HttpRequest, payment: StandInPayment) -> HttpResponse:
    decision = request.POST.get("decision", "")
    if not payment.brand:
        return _choose(request, payment)
    if decision in DECISIONS:
        counter.transfer(payment, DECISIONS[decision])
    elif decision == "other":
        counter.choose(payment, "")
    if request.method == "POST":
        return go_on(request, payment)
    return render(request, "standin/bank_approve.html", {"payment": payment})


def _choose(request: HttpRequest, payment: StandInPayment) -> HttpResponse:
    form = BankForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        counter.choose(payment, form.cleaned_data["bank"])
        return go_on(request, payment)
    return render(request, "standin/bank_choose.html", {"payment": payment, "form": form})
