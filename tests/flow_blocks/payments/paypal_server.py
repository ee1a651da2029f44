"""A stand-in for PayPal, written from its public API documentation as of November 2026.

It is not PayPal. It knows what the adapter uses: tokens, Orders v2, captures and refunds,
`PayPal-Request-Id`, and the verification of webhooks. What the documentation does not say was
decided to the adapter's disadvantage, save one thing: orders that wait for the payer can be patched
(`patches_waiting`), where the documentation names created and approved ones. `test_sandboxes.py`
asks the real one.
"""

import base64
import hashlib
import hmac
import itertools
import json
import time
from decimal import Decimal
from typing import Any

from tests.flow_blocks.payments.loopback import Call, Loopback, Reply

CLIENT_ID = "client-of-the-stand-in"
SECRET = "secret-of-the-stand-in"
WEBHOOK_ID = "1JE4291016473214C"
SIGNING_KEY = b"PayPal's private key, or what stands in for it"

CURRENCIES = {"EUR": 2, "USD": 2, "GBP": 2, "JPY": 0}
TOKEN = "/v1/oauth2/token"
CUSTOM_ID = "/purchase_units/@reference_id=='default'/custom_id"
PAYER = {"email_address": "payer@example.com", "account_id": "QYR5Z8XDVJNXQ"}

Json = dict[str, Any]


class Refusal(Exception):
    """An error that PayPal answers with."""

    def __init__(self, status: int, issue: str, name: str = "UNPROCESSABLE_ENTITY") -> None:
        self.status = status
        self.body = {"name": name, "details": [{"issue": issue}], "debug_id": "of-the-stand-in"}


class PaypalServer(Loopback):
    """One business account in the sandbox."""

    always_answered = frozenset({TOKEN})
    """A call whose token never came would not reach PayPal at all."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.by_name: dict[str, tuple[str, Json | None]] = {}
        self.tokens: set[str] = set()
        self.wallets: dict[str, str] = {}
        """What a payer's wallet says when the order is captured, by the order: an issue."""
        self.captures_become = "COMPLETED"
        self.patches_waiting = True
        self.seconds_to_do_it = 0.0
        self._numbers = itertools.count(1)

    # What PayPal answers.

    def answer(self, call: Call) -> Reply:
        if call.path == TOKEN:
            return self._token(call)
        if call.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return Reply(401, {"name": "AUTHENTICATION_FAILURE", "debug_id": "of-the-stand-in"})
        try:
            name = call.headers.get("paypal-request-id")
            return self._once(name, call) if name else self._done(call)
        except Refusal as refusal:
            return Reply(refusal.status, refusal.body)

    def _token(self, call: Call) -> Reply:
        known = base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
        if call.headers.get("authorization") != f"Basic {known}":
            return Reply(401, {"error": "invalid_client"})
        token = f"A21AA{next(self._numbers)}"
        self.tokens.add(token)
        return Reply(200, {"access_token": token, "token_type": "Bearer", "expires_in": 32400})

    def _once(self, name: str, call: Call) -> Reply:
        """https://developer.paypal.com/api/rest/reference/idempotency/: "the latest status of the
        previous request", whatever this one says; of two at once, the second may fail."""
        with self.lock:
            if name in self.by_name:
                path, body = self.by_name[name]
                if body is None or path != call.path:
                    raise Refusal(409, "", "RESOURCE_CONFLICT")
                return Reply(200, _copy(body))
            self.by_name[name] = (call.path, None)
        time.sleep(self.seconds_to_do_it)
        with self.lock:
            try:
                reply = self._done(call)
            except Refusal:
                del self.by_name[name]
                raise
            self.by_name[name] = (call.path, reply.body)
            return Reply(reply.status, _copy(reply.body))

    def _done(self, call: Call) -> Reply:
        with self.lock:
            path = call.path.split("/")[1:]
            match (call.method, path):
                case ("POST", ["v1", "notifications", "verify-webhook-signature"]):
                    return self._verify(call.body)
                case ("POST", ["v2", "checkout", "orders"]):
                    return Reply(201, self._create(json.loads(call.body)))
                case ("GET", ["v2", "checkout", "orders", name]):
                    return Reply(200, _copy(self._order(name)))
                case ("PATCH", ["v2", "checkout", "orders", name]):
                    return self._patch(self._order(name), json.loads(call.body))
                case ("POST", ["v2", "checkout", "orders", name, "capture"]):
                    return Reply(201, self._capture(self._order(name)))
                case ("POST", ["v2", "payments", "captures", name, "refund"]):
                    return Reply(201, self._refund(name))
        raise Refusal(404, "INVALID_RESOURCE_ID", "RESOURCE_NOT_FOUND")

    def _order(self, name: str) -> Json:
        if name not in self.orders:
            raise Refusal(404, "INVALID_RESOURCE_ID", "RESOURCE_NOT_FOUND")
        return self.orders[name]

    def _create(self, asked: Json) -> Json:
        [unit] = asked["purchase_units"]
        amount = unit["amount"]
        places = CURRENCIES.get(amount["currency_code"])
        if places is None:
            raise Refusal(422, "CURRENCY_NOT_SUPPORTED")
        if -Decimal(amount["value"]).as_tuple().exponent != places:
            raise Refusal(422, "DECIMAL_PRECISION")
        if Decimal(amount["value"]) <= 0:
            raise Refusal(422, "CANNOT_BE_ZERO_OR_NEGATIVE")
        if not 0 < len(unit.get("description", "-")) <= 127 or len(amount["value"]) > 32:
            raise Refusal(400, "INVALID_STRING_LENGTH", "INVALID_REQUEST")
        name = f"5O190127TN{next(self._numbers):07}"
        context = asked["payment_source"]["paypal"]["experience_context"]
        if not (context["return_url"] and context["cancel_url"]):
            raise Refusal(400, "MISSING_REQUIRED_PARAMETER", "INVALID_REQUEST")
        self.orders[name] = {
            "id": name,
            "intent": asked["intent"],
            "status": "PAYER_ACTION_REQUIRED",
            "payment_source": {"paypal": {}},
            "of_the_stand_in": asked,
            "purchase_units": [{"reference_id": "default", **unit}],
            "links": [
                {"rel": "self", "href": f"{self.base_url}/v2/checkout/orders/{name}"},
                {"rel": "payer-action", "href": f"{self.base_url}/checkoutnow?token={name}"},
            ],
        }
        return self.orders[name]

    def _patch(self, order: Json, changes: list[Json]) -> Reply:
        if order["status"] == "COMPLETED":
            raise Refusal(422, "ORDER_ALREADY_COMPLETED")
        if order["status"] == "PAYER_ACTION_REQUIRED" and not self.patches_waiting:
            raise Refusal(422, "INVALID_PATCH_OPERATION")
        for change in changes:
            if (change["op"], change["path"]) != ("replace", CUSTOM_ID):
                raise Refusal(422, "NOT_PATCHABLE")
            order["purchase_units"][0]["custom_id"] = change["value"]
        return Reply(204, None)

    def _capture(self, order: Json) -> Json:
        [unit] = order["purchase_units"]
        if order["status"] == "COMPLETED":
            raise Refusal(422, "ORDER_ALREADY_CAPTURED")
        if order["status"] != "APPROVED":
            raise Refusal(422, "ORDER_NOT_APPROVED")
        if self.wallets.get(order["id"]):
            raise Refusal(422, self.wallets[order["id"]])
        if unit["invoice_id"] in [each["invoice_id"] for each in self._captures()]:
            raise Refusal(422, "DUPLICATE_INVOICE_ID")
        capture = {
            "id": f"3C679366HH{next(self._numbers):07}",
            "status": self.captures_become,
            "amount": unit["amount"],
            "custom_id": unit["custom_id"],
            "invoice_id": unit["invoice_id"],
            "supplementary_data": {"related_ids": {"order_id": order["id"]}},
        }
        unit["payments"] = {"captures": [capture]}
        order["status"] = "COMPLETED"
        return order

    def _refund(self, name: str) -> Json:
        [capture] = [each for each in self._captures() if each["id"] == name]
        if capture["status"] == "REFUNDED":
            raise Refusal(422, "CAPTURE_FULLY_REFUNDED")
        if capture["status"] != "COMPLETED":
            raise Refusal(422, "PENDING_CAPTURE")
        capture["status"] = "REFUNDED"
        refund = {**capture, "id": f"1JU08902{next(self._numbers):07}", "status": "COMPLETED"}
        self.refunds[refund["id"]] = refund
        return refund

    def _verify(self, body: bytes) -> Reply:
        """Signatures are over the bytes of the event as they were sent."""
        asked = json.loads(body)
        event = body.partition(b'"webhook_event": ')[2][:-1]
        is_genuine = asked["webhook_id"] == WEBHOOK_ID and hmac.compare_digest(
            asked["transmission_sig"],
            _signature(event, asked["transmission_id"], asked["transmission_time"]),
        )
        return Reply(200, {"verification_status": "SUCCESS" if is_genuine else "FAILURE"})

    # What happens on its pages, and in time.

    def payer_approves(self, url: str, *, issue: str = "") -> None:
        """`issue` is what their wallet says once the order is captured."""
        with self.lock:
            order = self.orders[url.rpartition("token=")[2]]
            if order["status"] == "PAYER_ACTION_REQUIRED":
                order.update(status="APPROVED", payment_source={"paypal": PAYER})
                self.wallets[order["id"]] = issue

    def banks_finish(self, key: str, *, status: str = "COMPLETED") -> None:
        with self.lock:
            for capture in self._captures():
                if capture["invoice_id"] == key:
                    capture["status"] = status

    def forgets(self, order: str) -> None:
        """What nobody approved goes after some hours."""
        with self.lock:
            del self.orders[order]

    # Its books.

    def taken(self, key: str) -> Decimal:
        taken = [each for each in self._captures() if each["invoice_id"] == key]
        good = [each for each in taken if each["status"] in {"COMPLETED", "REFUNDED"}]
        return sum((Decimal(each["amount"]["value"]) for each in good), Decimal(0))

    def given_back(self, key: str) -> Decimal:
        given = [each for each in self.refunds.values() if each["invoice_id"] == key]
        return sum((Decimal(each["amount"]["value"]) for each in given), Decimal(0))

    def event(self, key: str) -> bytes:
        """What a webhook says of a payment; written as nobody's `json.dumps` would."""
        [capture] = [each for each in self._captures() if each["invoice_id"] == key]
        event = {"event_type": "PAYMENT.CAPTURE.COMPLETED", "resource": capture}
        return json.dumps(event, indent=3).encode().replace(b"/", b"\\/")

    def approval(self, order: str) -> bytes:
        """What a webhook says once its payer has approved an order."""
        event = {"event_type": "CHECKOUT.ORDER.APPROVED", "resource": _copy(self.orders[order])}
        return json.dumps(event).encode()

    def _captures(self) -> list[Json]:
        units = [unit for order in self.orders.values() for unit in order["purchase_units"]]
        return [each for unit in units for each in unit.get("payments", {}).get("captures", [])]


def signed_headers(body: bytes, *, transmission: str = "69cd13f0-d67a-11e5-baa3") -> dict[str, str]:
    """The headers that prove that PayPal sends this."""
    when = "2026-11-25T07:00:00Z"
    return {
        "paypal-transmission-id": transmission,
        "paypal-transmission-time": when,
        "paypal-transmission-sig": _signature(body, transmission, when),
        "paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/CERT-360caa42",
        "paypal-auth-algo": "SHA256withRSA",
    }


def _signature(body: bytes, transmission: str, when: str) -> str:
    signed = f"{transmission}|{when}|{WEBHOOK_ID}|".encode() + body
    return base64.b64encode(hmac.new(SIGNING_KEY, signed, hashlib.sha256).digest()).decode()


def _copy(body: Any) -> Any:
    """Without what only the stand-in knows."""
    copy = json.loads(json.dumps(body))
    if isinstance(copy, dict):
        copy.pop("of_the_stand_in", None)
    return copy
