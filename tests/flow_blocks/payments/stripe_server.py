"""A stand-in for Stripe, written from its public API documentation as of November 2026.

It is not Stripe. It knows what the adapter uses: Checkout Sessions, PaymentIntents, Refunds,
idempotency keys, signed webhooks; and the cards of `CARDS`. What the documentation does not say was
decided to the adapter's disadvantage. `test_sandboxes.py` asks the real one.
"""

import hashlib
import hmac
import itertools
import json
import time
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from tests.flow_blocks.payments.loopback import Call, Loopback, Reply

API_KEY = "sk_test_of_the_stand_in"
WEBHOOK_SECRET = "whsec_of_the_stand_in"

CURRENCIES = {"eur": 2, "usd": 2, "gbp": 2, "jpy": 0, "kwd": 3}
"""What this account takes, and the decimals of each."""

METHODS = {"card", "pay_by_bank", "ideal", "sepa_debit"}
MOST = 99_999_999
"""Of smallest units, in one payment."""

EXPANDED = {"payment_intent": "intents", "latest_charge": "charges", "payment_method": "methods"}

CARDS = {
    "good": "",
    "no funds": "insufficient_funds",
    "expired": "expired_card",
    "stolen": "stolen_card",
    "3-D Secure": "",
}
"""What a card says, by its name: a decline code, or nothing."""

Json = dict[str, Any]


class Refusal(Exception):
    """An error that Stripe answers with."""

    def __init__(self, status: int, **error: Any) -> None:
        self.status = status
        self.error = error


class StripeServer(Loopback):
    """One account in test mode."""

    def __init__(self) -> None:
        super().__init__()
        self.sessions: dict[str, Json] = {}
        self.intents: dict[str, Json] = {}
        self.charges: dict[str, Json] = {}
        self.methods: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.by_key: dict[str, tuple[Any, Reply | None]] = {}
        self.seconds_to_do_it = 0.0
        self.leaves_open = False
        """Stripe expires no session while its payment is being confirmed."""
        self._numbers = itertools.count(1)

    # What Stripe answers.

    def answer(self, call: Call) -> Reply:
        if call.headers.get("authorization") != f"Bearer {API_KEY}":
            return _error(401, type="invalid_request_error")
        key = call.headers.get("idempotency-key")
        params = nested(parse_qsl(call.query if call.method == "GET" else call.body.decode()))
        if call.method == "GET" or not key:
            return self._done(call, params)
        return self._once(key, call, params)

    def _once(self, key: str, call: Call, params: Json) -> Reply:
        """https://docs.stripe.com/api/idempotent_requests"""
        asked = (call.path, params)
        with self.lock:
            known, reply = self.by_key.get(key, (asked, None))
            if known != asked:
                return _error(400, type="idempotency_error")
            if key in self.by_key:
                if reply is None:
                    return _error(409, type="api_error", code="idempotency_key_in_use")
                return Reply(reply.status, reply.body, {"Idempotent-Replayed": "true"})
            self.by_key[key] = (asked, None)
        time.sleep(self.seconds_to_do_it)
        reply = self._done(call, params)
        with self.lock:
            if reply.status in {400, 404}:
                del self.by_key[key]  # It was never begun.
            else:
                self.by_key[key] = (asked, Reply(reply.status, json.loads(json.dumps(reply.body))))
        return reply

    def _done(self, call: Call, params: Json) -> Reply:
        with self.lock:
            try:
                return Reply(200, self._deed(call.method, call.path.split("/")[2:], params))
            except Refusal as refusal:
                return _error(refusal.status, **refusal.error)

    def _deed(self, method: str, path: list[str], params: Json) -> Json:
        match (method, path):
            case ("POST", ["checkout", "sessions"]):
                return self._create_session(params)
            case ("GET", ["checkout", "sessions"]):
                return self._listed(self.sessions, params)
            case ("GET", ["checkout", "sessions", name]):
                return self._expanded(_one(self.sessions, name), params)
            case ("POST", ["checkout", "sessions", name, "expire"]):
                return self._expire(_one(self.sessions, name))
            case ("POST", ["payment_intents"]):
                return self._create_intent(params)
            case ("GET", ["payment_intents"]):
                return self._listed(self.intents, params)
            case ("GET", ["payment_intents", name]):
                return self._expanded(_one(self.intents, name), params)
            case ("POST", ["payment_intents", name, "cancel"]):
                return self._cancel(_one(self.intents, name))
            case ("POST", ["refunds"]):
                return self._refund(params)
            case ("POST", ["payment_methods", name, "detach"]):
                return self._detached(name)
        raise Refusal(404, type="invalid_request_error")

    def _detached(self, name: str) -> Json:
        """What belongs to no customer cannot be detached."""
        method = _one(self.methods, name)
        if not method["customer"]:
            raise Refusal(400, type="invalid_request_error")
        method["customer"] = None
        return method

    def _create_session(self, params: Json) -> Json:
        item = params["line_items"]["0"]
        price = item["price_data"]
        amount = self._amount(price["unit_amount"], price["currency"]) * int(item["quantity"])
        if not price["product_data"]["name"]:
            raise Refusal(400, type="invalid_request_error", param="line_items")
        if not set(params["payment_method_types"].values()) <= METHODS:
            raise Refusal(400, type="invalid_request_error", param="payment_method_types")
        if not (params["mode"] == "payment" and params["success_url"]):
            raise Refusal(400, type="invalid_request_error", param="success_url")
        name = self._name("cs_test_")
        session = {
            "id": name,
            "object": "checkout.session",
            "amount_total": amount,
            "client_reference_id": params.get("client_reference_id"),
            "created": int(time.time()),
            "currency": price["currency"],
            "customer": None,
            "metadata": params.get("metadata", {}),
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "url": f"{self.base_url}/c/pay/{name}",
            "of_the_stand_in": params,
        }
        self.sessions[name] = session
        return _shown(session)

    def _create_intent(self, params: Json) -> Json:
        amount = self._amount(params["amount"], params["currency"])
        method = _one(self.methods, params["payment_method"])
        if method["customer"] != params["customer"]:
            raise Refusal(400, type="invalid_request_error", code="resource_missing")
        intent = self._intent(amount, params["currency"], params.get("metadata", {}))
        intent["customer"] = params["customer"]
        self._confirm(intent, method, return_url=params.get("return_url"))
        if intent["status"] == "requires_payment_method":
            raise Refusal(402, **intent["last_payment_error"], payment_intent=_shown(intent))
        return self._expanded(intent, params)

    def _amount(self, amount: str, currency: str) -> int:
        if currency not in CURRENCIES:
            raise Refusal(400, type="invalid_request_error", param="currency")
        if not 0 < int(amount) <= MOST:
            code = "amount_too_large" if int(amount) > 0 else "parameter_invalid_integer"
            raise Refusal(400, type="invalid_request_error", code=code)
        if CURRENCIES[currency] == 3 and int(amount) % 10:
            raise Refusal(400, type="invalid_request_error", code="parameter_invalid_integer")
        return int(amount)

    def _intent(self, amount: int, currency: str, metadata: Json) -> Json:
        name = self._name("pi_")
        self.intents[name] = {
            "id": name,
            "object": "payment_intent",
            "amount": amount,
            "created": int(time.time()),
            "currency": currency,
            "customer": None,
            "last_payment_error": None,
            "latest_charge": None,
            "metadata": metadata,
            "next_action": None,
            "payment_method": None,
            "setup_future_usage": None,
            "status": "requires_payment_method",
        }
        return self.intents[name]

    def _confirm(self, intent: Json, method: Json, *, return_url: str | None) -> None:
        """https://docs.stripe.com/payments/paymentintents/lifecycle"""
        card = method["of_the_stand_in"]
        if CARDS.get(card):
            intent["last_payment_error"] = {
                "type": "card_error",
                "code": "card_declined",
                "decline_code": CARDS[card],
            }
            return
        intent["payment_method"] = method["id"]
        if card == "3-D Secure" and return_url:
            url = f"{self.base_url}/3ds/{intent['id']}"
            intent["status"] = "requires_action"
            intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": {"url": url}}
        elif method["type"] == "sepa_debit":
            intent["status"] = "processing"
        else:
            self._charge(intent)

    def _charge(self, intent: Json) -> None:
        name = self._name("ch_")
        self.charges[name] = {
            "id": name,
            "object": "charge",
            "amount": intent["amount"],
            "amount_refunded": 0,
            "metadata": intent["metadata"],
            "payment_intent": intent["id"],
            "refunded": False,
        }
        intent.update(status="succeeded", latest_charge=name, next_action=None)

    def _expire(self, session: Json) -> Json:
        if session["status"] != "open":
            raise Refusal(400, type="invalid_request_error")
        if not self.leaves_open:
            session["status"] = "expired"
        return _shown(session)

    def _cancel(self, intent: Json) -> Json:
        if intent["status"] in {"succeeded", "canceled", "processing"}:
            code = "payment_intent_unexpected_state"
            raise Refusal(400, type="invalid_request_error", code=code)
        intent["status"] = "canceled"
        return _shown(intent)

    def _refund(self, params: Json) -> Json:
        intent = _one(self.intents, params["payment_intent"])
        charge = self.charges.get(intent["latest_charge"])
        if charge is None or charge["refunded"]:
            code = "charge_already_refunded" if charge else "resource_missing"
            raise Refusal(400, type="invalid_request_error", code=code)
        name = self._name("re_")
        amount = charge["amount"] - charge["amount_refunded"]
        charge.update(refunded=True, amount_refunded=charge["amount"])
        self.refunds[name] = {
            "id": name,
            "object": "refund",
            "amount": amount,
            "metadata": intent["metadata"],
            "status": "succeeded",
        }
        return self.refunds[name]

    def _listed(self, of: dict[str, Json], params: Json) -> Json:
        """Newest first."""
        created = params.get("created", {})
        since, until = int(created.get("gte", 0)), int(created.get("lte", 10**12))
        names = [name for name in reversed(of) if since <= of[name]["created"] <= until]
        after = params.get("starting_after")
        rest = names[names.index(after) + 1 :] if after else names
        limit = int(params.get("limit", 10))
        page = [_shown(of[name]) for name in rest[:limit]]
        url = f"/v1/{'checkout/sessions' if of is self.sessions else 'payment_intents'}"
        return {"object": "list", "data": page, "has_more": len(rest) > limit, "url": url}

    def _expanded(self, found: Json, params: Json) -> Json:
        shown = _shown(found)
        for path in params.get("expand", {}).values():
            place = shown
            for name in path.split("."):
                if place is None:
                    break
                if isinstance(place[name], str):
                    place[name] = _shown(getattr(self, EXPANDED[name])[place[name]])
                place = place[name]
        return shown

    def _name(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers):06}"

    # What happens on its pages, and between banks.

    def visitor_pays(self, url: str, *, card: str = "good") -> None:
        """On the page of a session, or the bank's page for 3-D Secure."""
        with self.lock:
            name = url.rsplit("/", 1)[1]
            if name in self.intents:
                intent = self.intents[name]
                if intent["status"] == "requires_action":
                    self._charge(intent)
                return
            session = self.sessions[name]
            if session["status"] != "open":
                return
            self._pay(session, card=card)

    def _pay(self, session: Json, *, card: str) -> None:
        params = session["of_the_stand_in"]
        data = params["payment_intent_data"]
        if session["payment_intent"] is None:
            intent = self._intent(
                session["amount_total"], session["currency"], data.get("metadata", {})
            )
            session["payment_intent"] = intent["id"]
        intent = self.intents[session["payment_intent"]]
        kept = data.get("setup_future_usage")
        customer = self._name("cus_") if params.get("customer_creation") == "always" else None
        kind = params["payment_method_types"]["0"]
        method = self.keep_method(kind, card=card, customer=customer if kept else None)
        intent.update(setup_future_usage=kept, customer=customer)
        self._confirm(intent, method, return_url=None)
        if intent["status"] != "requires_payment_method":
            is_paid = intent["status"] == "succeeded"
            status = "paid" if is_paid else "unpaid"
            session.update(status="complete", payment_status=status, customer=customer, url=None)

    def visitor_fails_3ds(self, url: str) -> None:
        with self.lock:
            intent = self.intents[url.rsplit("/", 1)[1]]
            code = "payment_intent_authentication_failure"
            error = {"type": "card_error", "code": code}
            intent.update(
                status="requires_payment_method", last_payment_error=error, next_action=None
            )

    def keep_method(self, kind: str, *, card: str, customer: str | None) -> Json:
        name = self._name("pm_")
        details: Json = {"last4": "4242"}
        if kind == "card":
            details |= {"brand": "visa", "exp_month": 4, "exp_year": 2029}
        self.methods[name] = {
            "id": name,
            "object": "payment_method",
            "type": kind,
            kind: details,
            "customer": customer,
            "of_the_stand_in": card,
        }
        return self.methods[name]

    def banks_finish(self, key: str, *, is_good: bool = True) -> None:
        """What was processing is carried out, or comes back."""
        with self.lock:
            for intent in self._of_key(self.intents, key):
                if is_good:
                    self._charge(intent)
                else:
                    error = {"type": "card_error", "code": "account_closed"}
                    intent.update(status="requires_payment_method", last_payment_error=error)

    # Its books.

    def taken(self, key: str) -> Decimal:
        return sum((_euros(each) for each in self._of_key(self.charges, key)), Decimal(0))

    def given_back(self, key: str) -> Decimal:
        return sum((_euros(each) for each in self._of_key(self.refunds, key)), Decimal(0))

    def event(self, key: str) -> bytes:
        """What a webhook says of a payment."""
        [about, *_] = [*self._of_key(self.sessions, key), *self._of_key(self.intents, key)]
        kind = "checkout.session.completed" if "url" in about else "payment_intent.succeeded"
        event = {
            "id": self._name("evt_"),
            "object": "event",
            "type": kind,
            "data": {"object": _shown(about)},
        }
        return json.dumps(event).encode()

    def _of_key(self, of: dict[str, Json], key: str) -> list[Json]:
        return [each for each in of.values() if each["metadata"].get("cmsflows_key") == key]


def signature(body: bytes, *, secret: str = WEBHOOK_SECRET, age: int = 0) -> str:
    """https://docs.stripe.com/webhooks#verify-manually; `age` is in seconds."""
    timestamp = int(time.time()) - age
    signed = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"t={timestamp},v1={signed.hexdigest()}"


def nested(pairs: list[tuple[str, str]]) -> Json:
    """`a[b][0]=c` is {"a": {"b": {"0": "c"}}}."""
    found: Json = {}
    for name, value in pairs:
        *folders, last = name.replace("]", "").split("[")
        place = found
        for folder in folders:
            place = place.setdefault(folder, {})
        place[last] = value
    return found


def _shown(found: Json) -> Json:
    """A copy, without what only the stand-in knows."""
    copy: Json = json.loads(json.dumps(found))
    copy.pop("of_the_stand_in", None)
    return copy


def _one(of: dict[str, Json], name: str) -> Json:
    if name not in of:
        raise Refusal(404, type="invalid_request_error", code="resource_missing")
    return of[name]


def _error(status: int, **error: Any) -> Reply:
    said = {"message": "So says the stand-in.", **error}
    return Reply(status, {"error": said}, {"Request-Id": "req_of_the_stand_in"})


def _euros(found: Json) -> Decimal:
    return Decimal(found["amount"]).scaleb(-2)
