"""The stand-in as a payment provider of cmsflows; a model for whoever writes an adapter."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from django.http import HttpRequest
from django.urls import reverse

from flow_blocks.models.payment import PaymentKind, PaymentStatus
from flow_blocks.payments.decline import DeclineReason
from flow_blocks.payments.errors import (
    ForgedMessageError,
    PaymentSettingsError,
    ProviderRefusedError,
    ProviderUnreachableError,
)
from flow_blocks.payments.provider import Charge, PaymentProvider, Progress, Started, Token
from standin import api, line, outcomes, signing
from standin.models import Kind, StandInPayment, Status, Weather
from standin.orders import NoAnswerError, Order, RefusedError

STATUSES = {
    Status.OPEN: PaymentStatus.OPEN,
    Status.APPROVED: PaymentStatus.APPROVED,
    Status.PENDING: PaymentStatus.PENDING,
    Status.PAID: PaymentStatus.PAID,
    Status.FAILED: PaymentStatus.DECLINED,
    Status.CANCELLED: PaymentStatus.CANCELLED,
    Status.REFUNDED: PaymentStatus.REFUNDED,
}

REASONS = {
    outcomes.Outcome.DECLINED: DeclineReason.DECLINED,
    outcomes.Outcome.FUNDS: DeclineReason.FUNDS,
    outcomes.Outcome.EXPIRED: DeclineReason.EXPIRED,
    outcomes.Outcome.ACCOUNT: DeclineReason.ACCOUNT,
    outcomes.AUTHENTICATION: DeclineReason.AUTHENTICATION,
    outcomes.CANCELLED: DeclineReason.CANCELLED,
}

LOSABLE = frozenset({Weather.Call.START, Weather.Call.RESUME, Weather.Call.LOOKUP})


class StandInProvider(PaymentProvider):
    """Talks to the stand-in in the same process, over a line that may be as bad as a real one."""

    kinds = frozenset(PaymentKind)
    remembers = frozenset({PaymentKind.CARD, PaymentKind.PAYPAL, PaymentKind.DIRECT_DEBIT})

    def __init__(self, *, alias: str, secret: str) -> None:
        """`secret`: what webhooks are signed with."""
        super().__init__(alias=alias)
        if not secret:
            raise PaymentSettingsError(
                f"FLOWS_PAYMENT_PROVIDERS[{alias!r}]['OPTIONS']['secret'] is empty, so that "
                "anybody could sign a webhook. Use the one in STANDIN_SECRET."
            )
        self._secret = secret

    def start(self, charge: Charge) -> Progress:
        return _ask(Weather.Call.START, lambda: api.begin(order_of(charge)))

    def resume(self, started: Started) -> Progress:
        return _ask(Weather.Call.RESUME, lambda: api.capture(started.key))

    def lookup(self, started: Started) -> Progress:
        return _ask(Weather.Call.LOOKUP, lambda: api.find(started.key))

    def cancel(self, started: Started) -> Progress:
        return _ask(Weather.Call.CANCEL, lambda: api.cancel(order_begun(started)))

    def refund(self, started: Started) -> Progress:
        given = _ask(Weather.Call.REFUND, lambda: api.refund(order_begun(started)))
        is_declined = given.status == PaymentStatus.DECLINED
        return replace(given, status=PaymentStatus.CANCELLED) if is_declined else given

    def forget(self, token: str) -> None:
        api.forget(token)

    def hear(self, request: HttpRequest) -> Sequence[str]:
        header = request.headers.get(signing.HEADER, "")
        try:
            signing.check(header, request.body, secret=self._secret)
            message = json.loads(request.body)
        except (signing.SignatureError, ValueError, RecursionError) as error:
            raise ForgedMessageError(str(error)) from error
        return _references(message)


def order_of(charge: Charge) -> Order:
    """The charge as the stand-in wants to be told of it."""
    return Order(
        key=charge.key,
        kind=_kind(charge.kind),
        amount=charge.amount,
        currency=charge.currency,
        return_url=charge.return_url,
        notify_url=charge.notify_url,
        description=charge.description,
        email=charge.email,
        remember=charge.remember,
        token=charge.token,
        iban=charge.account.iban if charge.account else "",
    )


def order_begun(started: Started) -> Order:
    """What is still known of it when it is to be undone."""
    return Order(
        key=started.key,
        kind=_kind(started.kind),
        amount=started.amount,
        currency=started.currency,
    )


def progress_of(payment: StandInPayment) -> Progress:
    status = STATUSES[Status(payment.status)]
    return Progress(
        status=status,
        reference=payment.reference,
        url=page_of(payment) if status == PaymentStatus.OPEN else "",
        reason=REASONS.get(payment.reason, ""),
        token=_token_of(payment),
        brand=payment.brand,
        last4=payment.last4,
    )


def page_of(payment: StandInPayment) -> str:
    """Where the payer goes on. The stand-in lives on the shop's own host."""
    page = reverse("standin:payment", kwargs={"reference": payment.reference})
    return urljoin(payment.return_url, page)


def _ask(call: Weather.Call, deed: Callable[[], StandInPayment | None]) -> Progress:
    """Call the stand-in, unless the line is down; what it did stays, answer lost or not."""
    trouble = line.trouble(call)
    if trouble == Weather.Loses.CALL:
        raise ProviderUnreachableError("The stand-in bank could not be reached.")
    try:
        payment = deed()
    except NoAnswerError as error:
        raise ProviderUnreachableError("The stand-in bank did not answer.") from error
    except RefusedError as error:
        raise ProviderRefusedError(f"The stand-in bank refuses: {error}") from error
    if trouble == Weather.Loses.ANSWER or _is_lost(call, payment):
        raise ProviderUnreachableError("The answer of the stand-in bank was lost.")
    return progress_of(payment) if payment else Progress(status=PaymentStatus.MISSING)


def _is_lost(call: Weather.Call, payment: StandInPayment | None) -> bool:
    """Test numbers lose the next answer to a shop that wants to go on, or to know."""
    return payment is not None and call in LOSABLE and api.loses_answer(payment)


def _kind(kind: str) -> Kind:
    """A site may have kinds of its own; whoever takes them, it is not the stand-in."""
    if kind not in Kind.values:
        raise RefusedError(f"A payment of the kind {str(kind)!r} is not known here.")
    return Kind(kind)


def _token_of(payment: StandInPayment) -> Token | None:
    kept = payment.token
    if kept is None:
        return None
    return Token(token=kept.token, brand=kept.brand, last4=kept.last4, expires=kept.expires)


def _references(message: Any) -> list[str]:
    """The one payment that a message is about, if any. `Any`: it is JSON."""
    if not isinstance(message, dict) or not str(message.get("type")).startswith("payment."):
        return []
    data = message.get("data")
    reference = data.get("reference") if isinstance(data, dict) else None
    return [reference] if isinstance(reference, str) and reference else []
