"""How a payment stands, read from Stripe's Checkout Sessions and PaymentIntents.

https://docs.stripe.com/payments/paymentintents/lifecycle,
https://docs.stripe.com/api/checkout/sessions/object
"""

from typing import Any

from flow_blocks.models.payment import PaymentStatus
from flow_blocks.payments.decline import DeclineReason
from flow_blocks.payments.errors import ProviderUnreachableError
from flow_blocks.payments.provider import Progress, Token

Found = dict[str, Any]
"""One of Stripe's objects, with what it names read along. `Any`: JSON."""

NOT_PAID = frozenset({"requires_payment_method", "requires_confirmation"})
"""Nobody but us could go on with such an intent, and we never do."""

REASONS = {
    "insufficient_funds": DeclineReason.FUNDS,
    "card_velocity_exceeded": DeclineReason.FUNDS,
    "withdrawal_count_limit_exceeded": DeclineReason.FUNDS,
    "expired_card": DeclineReason.EXPIRED,
    "authentication_required": DeclineReason.AUTHENTICATION,
    "authentication_not_handled": DeclineReason.AUTHENTICATION,
    "payment_intent_authentication_failure": DeclineReason.AUTHENTICATION,
    "mobile_device_authentication_required": DeclineReason.AUTHENTICATION,
    "invalid_account": DeclineReason.ACCOUNT,
    "new_account_information_available": DeclineReason.ACCOUNT,
    "account_closed": DeclineReason.ACCOUNT,
    "bank_account_restricted": DeclineReason.ACCOUNT,
    "debit_not_authorized": DeclineReason.ACCOUNT,
}
"""By decline code (https://docs.stripe.com/declines/codes). Of cards that were lost or stolen, or
that seem to be used by another, visitors shall not be told."""

BRANDS = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "diners": "Diners Club",
    "jcb": "JCB",
    "unionpay": "UnionPay",
}


def progress_of(found: Found) -> Progress:
    """Raises `ProviderUnreachableError` where it does not tell how it stands."""
    try:
        is_intent = str(found["id"]).startswith("pi_")
        return _of_intent(found) if is_intent else _of_session(found)
    except (AttributeError, LookupError, TypeError) as error:
        raise ProviderUnreachableError("Stripe's answer cannot be read.") from error


def intent_id(found: Found) -> str:
    """The PaymentIntent of a session or an intent that was paid."""
    return str(found["payment_intent"]["id"] if "payment_intent" in found else found["id"])


def _of_session(session: Found) -> Progress:
    reference = str(session["id"])
    if session["status"] == "open":
        return Progress(status=PaymentStatus.OPEN, reference=reference, url=str(session["url"]))
    if session["status"] == "expired":
        return Progress(status=PaymentStatus.CANCELLED, reference=reference)
    return _of_intent(session["payment_intent"], reference=reference)


def _of_intent(intent: Found, *, reference: str = "") -> Progress:
    reference = reference or str(intent["id"])
    status = intent["status"]
    if status == "requires_action":
        return _waiting(intent, reference)
    if status in NOT_PAID:
        reason = _reason(intent)
        return Progress(status=PaymentStatus.DECLINED, reference=reference, reason=reason)
    if status == "canceled":
        return Progress(status=PaymentStatus.CANCELLED, reference=reference)
    if status not in {"processing", "succeeded"}:
        raise LookupError(status)
    token = _method(intent)
    return Progress(
        status=PaymentStatus.PENDING if status == "processing" else _taken(intent),
        reference=reference,
        token=token if intent.get("setup_future_usage") and token.token else None,
        brand=token.brand,
        last4=token.last4,
    )


def _waiting(intent: Found, reference: str) -> Progress:
    """For the visitor at the bank's page, or for something that needs no page of ours."""
    action = intent["next_action"]
    if action["type"] == "redirect_to_url":
        url = str(action["redirect_to_url"]["url"])
        return Progress(status=PaymentStatus.OPEN, reference=reference, url=url)
    return Progress(status=PaymentStatus.PENDING, reference=reference)


def _taken(intent: Found) -> PaymentStatus:
    is_refunded = intent["latest_charge"]["refunded"]
    return PaymentStatus.REFUNDED if is_refunded else PaymentStatus.PAID


def _reason(intent: Found) -> str:
    error = intent.get("last_payment_error") or {}
    codes = (error.get("decline_code"), error.get("code"))
    return str(next((REASONS[code] for code in codes if code in REASONS), DeclineReason.DECLINED))


def _method(intent: Found) -> Token:
    """What may be shown of the method; without a token where Stripe does not keep it."""
    method = intent.get("payment_method") or {}
    details = method.get(method.get("type", ""), {})
    customer, brand = intent.get("customer"), details.get("brand", "")
    is_expiring = "exp_year" in details
    return Token(
        token=f"{customer}/{method['id']}" if customer and method else "",
        brand=BRANDS.get(brand, brand.title()),
        last4=str(details.get("last4") or "")[-4:],
        expires=f"{details['exp_year']:04}-{details['exp_month']:02}" if is_expiring else "",
    )
