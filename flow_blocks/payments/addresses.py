"""Where the provider sends the visitor back to, and what it sends its webhooks to."""

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from cmsflows import conf
from flow_blocks.models.payment import Payment

SALT = "flow_blocks.payments.return"


def return_url(request: HttpRequest, payment: Payment) -> str:
    """Absolute, and signed, so that nobody can make one for somebody else's payment."""
    token = signing.dumps(payment.key, salt=SALT)
    path = reverse("flow_blocks:payment_return", kwargs={"token": token})
    return request.build_absolute_uri(path)


def notify_url(request: HttpRequest, payment: Payment) -> str:
    """Absolute."""
    path = reverse("flow_blocks:payment_webhook", kwargs={"alias": payment.provider})
    return request.build_absolute_uri(path)


def payment_of(token: str) -> Payment | None:
    """The payment a return URL is for; None for one that we never signed, or long ago."""
    try:
        key = signing.loads(token, salt=SALT, max_age=int(conf.get("FLOWS_UNSETTLED_AGE")))
    except signing.BadSignature:
        return None
    return Payment.objects.filter(key=key).first()
