"""Where a payment provider leads: its visitors back, and its webhooks in."""

import logging

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from cmsflows import conf, outside
from cmsflows.serving.binding import seal
from cmsflows.serving.headers import keep_private
from flow_blocks.models.payment import Payment
from flow_blocks.payments.addresses import payment_of
from flow_blocks.payments.errors import ForgedMessageError, PaymentError, PaymentSettingsError
from flow_blocks.payments.hearing import hear_of, payments_named
from flow_blocks.payments.providers import provider

logger = logging.getLogger("cmsflows")


@transaction.non_atomic_requests
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def payment_return(request: HttpRequest, token: str) -> HttpResponse:
    """The visitor is back. A look changes nothing: the page sends itself, or has a button.

    The URL tells the provider nothing of the run, and gives nobody the run: it asks how the payment
    stands, once, and leads on to an address that only the visitor can open.
    """
    payment = payment_of(token)
    if payment is None:
        raise Http404("No payment has this return address.")
    if request.method == "POST":
        _settle_once(request, payment)
        return keep_private(_lead_on(request, payment))
    if payment.returned_at is not None:
        return keep_private(_lead_on(request, payment))
    context = {"base_template": conf.get("FLOWS_BASE_TEMPLATE"), "payment": payment}
    return keep_private(TemplateResponse(request, "flow_blocks/payment_return.html", context))


@transaction.non_atomic_requests
@csrf_exempt
@require_POST
def payment_webhook(request: HttpRequest, alias: str) -> HttpResponse:
    """A provider calls: 200 when that is dealt with, 503 to be called again, 400 for a forgery."""
    try:
        names = provider(alias).hear(request)
    except PaymentSettingsError as error:
        raise Http404("No payment provider has this address.") from error
    except ForgedMessageError as error:
        logger.warning("A call in the name of the provider %r was refused. %s", alias, error)
        return HttpResponse(status=400)
    except PaymentError as error:
        logger.warning("A call of the provider %r cannot be verified now. %s", alias, error)
        return HttpResponse(status=503)
    # All of them, whatever became of the first.
    answers = [_is_dealt_with(request, each) for each in payments_named(alias, names)]
    return HttpResponse(status=200 if all(answers) else 503)


def _is_dealt_with(request: HttpRequest, payment: Payment) -> bool:
    """False for what is unknown now, or was paid, and whose run could not learn of it: it may, the
    next time."""
    try:
        is_settled = hear_of(request, payment)
    except PaymentError as error:
        logger.warning("Payment %s cannot be looked up now. %s", payment.key, error)
        return False
    except Exception:  # Whatever it is, the other payments have nothing to do with it.
        logger.exception("Payment %s cannot be taken up now.", payment.key)
        return False
    payment.refresh_from_db()
    return is_settled or not payment.is_over


def _settle_once(request: HttpRequest, payment: Payment) -> None:
    """A return counts once: sent again, it asks the provider nothing."""
    unused = Payment.objects.filter(pk=payment.pk, returned_at=None)
    if not unused.update(returned_at=timezone.now()):
        return
    try:
        outside.settle(request, payment.flow, payment.task_id)
    except Exception:  # The page of the run says how it stands, and has a button to ask again.
        logger.exception("Payment %s cannot be taken up now.", payment.key)


def _lead_on(request: HttpRequest, payment: Payment) -> HttpResponse:
    """To the run; who came back in another browser, which does not know it, reads what to do."""
    if seal(request):
        response = HttpResponseRedirect(payment.way_back)
        response.status_code = 303
        return response
    payment.refresh_from_db()
    context = {"base_template": conf.get("FLOWS_BASE_TEMPLATE"), "payment": payment}
    return TemplateResponse(request, "flow_blocks/payment_returned.html", context)
