"""What stands in for the payer's banking app: are you paying this?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from standin import counter
from standin.models import StandInPayment
from standin.views.answers import go_on


def page(request: HttpRequest, payment: StandInPayment) -> HttpResponse:
    if request.method != "POST":
        return render(request, "standin/challenge.html", {"payment": payment})
    decision = request.POST.get("decision")
    if decision == "confirm":
        counter.confirm(payment)
    elif decision == "refuse":
        counter.deny(payment)
    return go_on(request, payment)
