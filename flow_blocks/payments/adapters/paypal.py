"""PayPal, by its Orders API: the visitor approves an order there, and back here it is captured.

Why nothing of django-payments serves, and why PayPal remembers no methods here, is told in
docs/blocks/payment-providers.md.
"""

import json
import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest

from flow_blocks.models.payment import PaymentKind, PaymentStatus
from flow_blocks.payments.adapters.base_url import checked_base_url
from flow_blocks.payments.adapters.paypal_api import PaypalApi, PaypalRefusedError
from flow_blocks.payments.adapters.paypal_order import (
    CANCELLED,
    DECLINED,
    DECLINES,
    Json,
    capture_id,
    is_for,
    key_of,
    order_data,
    progress_of,
)
from flow_blocks.payments.errors import (
    ForgedMessageError,
    PaymentSettingsError,
    ProviderRefusedError,
    ProviderUnreachableError,
)
from flow_blocks.payments.provider import Charge, PaymentProvider, Progress, Started

logger = logging.getLogger(__name__)

ORDERS = "/v2/checkout/orders"
VERIFY = "/v1/notifications/verify-webhook-signature"

HEADERS = {
    "transmission_id": "PAYPAL-TRANSMISSION-ID",
    "transmission_time": "PAYPAL-TRANSMISSION-TIME",
    "transmission_sig": "PAYPAL-TRANSMISSION-SIG",
    "cert_url": "PAYPAL-CERT-URL",
    "auth_algo": "PAYPAL-AUTH-ALGO",
}
"""What signs a webhook, as PayPal wants it back to verify it."""

NOT_YET_TAKEN = (PaymentStatus.OPEN, PaymentStatus.APPROVED)


class Paypal(PaymentProvider):
    """A business account at PayPal; see https://developer.paypal.com/docs/checkout/."""

    kinds = frozenset({PaymentKind.PAYPAL})

    def __init__(
        self,
        *,
        alias: str,
        client_id: str = "",
        secret: str = "",
        webhook_id: str = "",
        base_url: str = "https://api-m.paypal.com",
    ) -> None:
        super().__init__(alias=alias)
        given = {"client_id": client_id, "secret": secret, "webhook_id": webhook_id}
        missing = [name for name, value in given.items() if not value]
        if missing:
            raise PaymentSettingsError(
                f"FLOWS_PAYMENT_PROVIDERS[{alias!r}]['OPTIONS'] lacks: {', '.join(missing)}. "
                "PayPal's developer dashboard has them."
            )
        base_url = checked_base_url(base_url, alias=alias)
        self._api = PaypalApi(client_id, secret, base_url=base_url)
        self._webhook_id = webhook_id

    def start(self, charge: Charge) -> Progress:
        if charge.kind not in self.kinds:
            raise ProviderRefusedError(f"{self.alias!r} takes no {charge.kind} payments.")
        if charge.token:
            raise ProviderRefusedError(f"{self.alias!r} remembers no methods.")
        answer = self._api.post(ORDERS, order_data(charge), request_id=charge.key)
        reference = answer.body.get("id")
        if not isinstance(reference, str):
            raise ProviderUnreachableError("PayPal's answer cannot be read.")
        order = answer.body if answer.is_new else self._order(reference)
        if order is None:
            return Progress(status=PaymentStatus.CANCELLED, reference=reference)
        return _begun(order, charge)

    def resume(self, started: Started) -> Progress:
        """Capture what the visitor has approved, once."""
        stands = self.lookup(started)
        return self._captured(stands, started.key) if _is_approved(stands) else stands

    def lookup(self, started: Started) -> Progress:
        """Without a reference it is MISSING: of an order whose page we never heard, nobody can have
        approved anything. PayPal has no way to find one by our key."""
        order = self._order(started.reference) if started.reference else None
        return progress_of(order) if order else Progress(status=PaymentStatus.MISSING)

    def cancel(self, started: Started) -> Progress:
        """Nobody but we can capture an order, so one that we have marked is never paid."""
        stands = self.lookup(started)
        if stands.status not in NOT_YET_TAKEN:
            return stands
        try:
            self._mark(stands.reference, f"{CANCELLED}{started.key}")
        except PaypalRefusedError:
            stands = self.lookup(started)
            if stands.status not in NOT_YET_TAKEN:
                return stands
            logger.warning(
                "PayPal marks the order of %s no more; it stays uncaptured.", started.key
            )
        return Progress(status=PaymentStatus.CANCELLED, reference=stands.reference)

    def refund(self, started: Started) -> Progress:
        """While it is PENDING it cannot be given back, and that is the answer."""
        stands = self.cancel(started)
        order = self._order(stands.reference) if stands.status == PaymentStatus.PAID else None
        if not order:
            return stands
        path = f"/v2/payments/captures/{_part(capture_id(order))}/refund"
        try:
            refund = self._api.post(path, {}, request_id=f"refund-{started.key}").body
        except PaypalRefusedError:
            if self.lookup(started).status != PaymentStatus.REFUNDED:
                raise
        else:
            if refund.get("status") in {"CANCELLED", "FAILED"}:
                raise ProviderRefusedError(f"PayPal could not give back {started.key}.")
        return Progress(
            status=PaymentStatus.REFUNDED, reference=stands.reference, brand=stands.brand
        )

    def hear(self, request: HttpRequest) -> Sequence[str]:
        """PayPal itself is asked whether the message is its own.

        Raises `ProviderUnreachableError` where it does not answer: PayPal will call again.
        """
        signature = {name: request.headers.get(header, "") for name, header in HEADERS.items()}
        event = _event(request)
        if event is None or not all(signature.values()):
            raise ForgedMessageError("This call does not prove that it is PayPal's.")
        facts = json.dumps({**signature, "webhook_id": self._webhook_id}).encode()
        # The event goes back byte for byte: written anew, it would no longer fit its signature.
        body = facts[:-1] + b', "webhook_event": ' + request.body + b"}"
        try:
            verdict = self._api.post(VERIFY, body).body
        except PaypalRefusedError as error:
            if error.status in {401, 403}:
                raise
            raise ForgedMessageError("PayPal cannot read the signature of this call.") from error
        if verdict.get("verification_status") != "SUCCESS":
            raise ForgedMessageError("PayPal says that this call is not its own.")
        return _names(event)

    def _captured(self, stands: Progress, key: str) -> Progress:
        path = f"{ORDERS}/{_part(stands.reference)}/capture"
        try:
            return progress_of(self._api.post(path, {}, request_id=f"capture-{key}").body)
        except PaypalRefusedError as error:
            for issue in sorted(error.issues & DECLINES.keys()):
                self._mark_declined(stands.reference, key)
                return Progress(
                    status=PaymentStatus.DECLINED,
                    reference=stands.reference,
                    reason=DECLINES[issue],
                )
            if "ORDER_EXPIRED" in error.issues:
                return Progress(status=PaymentStatus.CANCELLED, reference=stands.reference)
            now = progress_of(self._order(stands.reference) or {})
            if _is_approved(now):
                raise
            return now

    def _mark_declined(self, reference: str, key: str) -> None:
        """So that the order, which PayPal leaves approved, is not captured at a later call."""
        try:
            self._mark(reference, f"{DECLINED}{key}")
        except (PaypalRefusedError, ProviderUnreachableError):
            logger.warning("The order of %s was declined, and could not be marked so.", key)

    def _mark(self, reference: str, custom_id: str) -> None:
        """PayPal calls the only unit of an order 'default'."""
        path = "/purchase_units/@reference_id=='default'/custom_id"
        change = {"op": "replace", "path": path, "value": custom_id}
        self._api.patch(f"{ORDERS}/{_part(reference)}", [change])

    def _order(self, reference: str) -> Json | None:
        """PayPal forgets orders that nobody approved, after some hours."""
        try:
            return self._api.get(f"{ORDERS}/{_part(reference)}")
        except PaypalRefusedError as error:
            if error.status == 404:
                return None
            raise


def _begun(order: Json, charge: Charge) -> Progress:
    """Under one name PayPal answers with the first order, whatever is asked for now."""
    if not is_for(order, charge):
        raise ProviderRefusedError(f"{charge.key} was begun with another amount.")
    progress = progress_of(order)
    if progress.status == PaymentStatus.OPEN and not progress.url:
        raise ProviderUnreachableError("PayPal's answer has no page to go to.")
    return progress


def _is_approved(stands: Progress) -> bool:
    return stands.status == PaymentStatus.APPROVED


def _part(reference: str) -> str:
    """One part of a path."""
    return quote(reference, safe="")


def _event(request: HttpRequest) -> Json | None:
    try:
        event = json.loads(request.body.decode())
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None


def _names(event: Json) -> Sequence[str]:
    """The order that an event is about, and our key for it, as far as it tells."""
    resource = event.get("resource")
    if not isinstance(resource, dict):
        return ()
    units = resource.get("purchase_units")
    is_order = isinstance(units, list)
    order: Any = resource.get("id") if is_order else _related(resource)
    unit: Any = units[0] if is_order and units else resource
    custom_id = unit.get("custom_id") if isinstance(unit, dict) else ""
    names = (order if isinstance(order, str) else "", key_of(custom_id))
    return tuple(dict.fromkeys(name for name in names if name))


def _related(resource: Json) -> object:
    """The order of a capture or a refund."""
    try:
        return resource["supplementary_data"]["related_ids"]["order_id"]
    except (LookupError, TypeError):
        return ""
