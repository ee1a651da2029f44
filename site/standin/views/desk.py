"""The desk of the demo's staff: payments, books, webhooks, weather, and the buttons to them."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from standin import conf, courier, line, settling
from standin.forms import WeatherForm
from standin.models import Delivery, LedgerEntry, StandInPayment, Weather
from standin.outcomes import IBANS

SHOWN = 50
"""Of each kind, the newest."""

View = Callable[..., HttpResponse]


def staff_only(view: View) -> Callable[..., HttpResponseBase]:
    """In a demo everybody is staff; elsewhere there is no desk."""

    @wraps(view)
    def guarded(request: HttpRequest, **parts: object) -> HttpResponse:
        if not conf.is_open_to_staff():
            raise Http404
        return view(request, **parts)

    return never_cache(guarded)


@staff_only
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    return _show(request, WeatherForm())


@staff_only
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    payment = get_object_or_404(StandInPayment, pk=pk)
    if settling.settle(payment, is_paid="paid" in request.POST):
        messages.success(request, f"{payment.reference} is {payment.status} now.")
    else:
        messages.info(request, f"{payment.reference} was {payment.status} already.")
    return redirect("standin:desk")


@staff_only
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery, pk=pk)
    is_forged = "forged" in request.POST
    times = 2 if "twice" in request.POST else 1
    answers = [courier.send(delivery, is_forged=is_forged) for _ in range(times)]
    said = " and ".join(str(each or delivery.trouble or "nothing") for each in answers)
    what = "The forged call" if is_forged else delivery.event
    messages.info(request, f"{what} was answered: {said}.")
    return redirect("standin:desk")


@staff_only
@require_POST
def send_all(request: HttpRequest) -> HttpResponse:
    heard, unheard = courier.send_all()
    messages.info(request, f"Heard: {heard}. Not heard: {unheard}.")
    return redirect("standin:desk")


@staff_only
@require_POST
def make_trouble(request: HttpRequest) -> HttpResponse:
    form = WeatherForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    form.save()
    return redirect("standin:desk")


@staff_only
@require_POST
def clear_up(request: HttpRequest) -> HttpResponse:
    line.clear_up()
    return redirect("standin:desk")


def _show(request: HttpRequest, form: WeatherForm) -> HttpResponse:
    context = {
        "payments": StandInPayment.objects.all()[:SHOWN],
        "lines": LedgerEntry.objects.order_by("-pk")[:SHOWN],
        "deliveries": Delivery.objects.select_related("payment")[:SHOWN],
        "troubles": Weather.objects.all(),
        "ibans": IBANS.items(),
        "form": form,
    }
    return render(request, "standin/desk.html", context)
