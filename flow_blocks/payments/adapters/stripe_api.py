"""Calls to Stripe's API: with a time limit, nothing shared with other accounts, our own errors.

What was answered comes as plain dictionaries; `stripe_progress` reads them.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from stripe import (
    CardError,
    IdempotencyError,
    ListObject,
    RequestsClient,
    StripeClient,
    StripeError,
    StripeObject,
)

from cmsflows import conf
from flow_blocks.payments.adapters.stripe_checkout import KEY
from flow_blocks.payments.errors import ProviderRefusedError, ProviderUnreachableError

logger = logging.getLogger(__name__)

T = TypeVar("T")
Found = dict[str, Any]
"""One of Stripe's objects. `Any`: JSON."""

OF_INTENT = ["latest_charge", "payment_method"]
"""What is read along with a PaymentIntent."""
OF_SESSION = [f"payment_intent.{each}" for each in OF_INTENT]

PAUSE = 0.2
"""Seconds until we ask again, while another call with the same key is under way."""

PAGE = 100
MOST_LISTED = 3000
"""Of objects that are looked through for a key: some seconds of work."""


class KeyUsedError(ProviderRefusedError):
    """The key was used before, in other words."""


class NoSuchObjectError(ProviderRefusedError):
    """Stripe has nothing of that name."""


class StripeApi:
    """One account's."""

    def __init__(self, api_key: str, *, base_url: str) -> None:
        self._patience = float(conf.get("FLOWS_PAYMENT_TIMEOUT"))
        client = StripeClient(
            api_key,
            base_addresses={"api": base_url},
            max_network_retries=0,
            http_client=RequestsClient(timeout=self._patience),
        )
        self._sessions = client.v1.checkout.sessions
        self._intents = client.v1.payment_intents
        self._refunds = client.v1.refunds
        self._methods = client.v1.payment_methods

    def create_session(self, data: Any, *, key: str) -> Found:
        """`Any`: see `session_data`. Asked again under one key, it answers how that stands."""
        return self._created(lambda: self._sessions.create(data, {"idempotency_key": key}))

    def create_intent(self, data: Any, *, key: str) -> Found:
        """`Any`: see `intent_data`. A decline, too, is answered as an intent."""
        whole: Any = {**data, "expand": OF_INTENT}
        return self._created(lambda: self._intents.create(whole, {"idempotency_key": key}))

    def refund(self, intent: str, *, key: str) -> Found:
        """All that was not refunded yet."""
        return self._object(
            lambda: self._refunds.create({"payment_intent": intent}, {"idempotency_key": key})
        )

    def detach(self, method: str) -> None:
        """Take a method from its customer, so that it is charged no more."""
        self._object(lambda: self._methods.detach(method))

    def read(self, reference: str) -> Found:
        """A session or an intent. Raises `NoSuchObjectError`."""
        if reference.startswith("pi_"):
            return self._object(lambda: self._intents.retrieve(reference, {"expand": OF_INTENT}))
        return self._object(lambda: self._sessions.retrieve(reference, {"expand": OF_SESSION}))

    def end(self, reference: str) -> None:
        """Expire a session or cancel an intent. Raises `ProviderRefusedError` where it is over."""
        if reference.startswith("pi_"):
            self._object(lambda: self._intents.cancel(reference))
        else:
            self._object(lambda: self._sessions.expire(reference))

    def find(self, key: str, *, since: datetime, until: datetime) -> Found | None:
        """The session or intent that was made for this key, between these times."""
        wanted: Any = {
            "created": {"gte": int(since.timestamp()), "lte": int(until.timestamp())},
            "limit": PAGE,
        }
        reference = self._ask(lambda: _of_key(self._sessions.list(wanted), key)) or self._ask(
            lambda: _of_key(self._intents.list(wanted), key)
        )
        return self.read(reference) if reference else None

    def _created(self, create: Callable[[], StripeObject]) -> Found:
        """What is answered to a repeated call is how it was at first; see how it is by now."""
        made, is_repeated = self._ask(lambda: _made(create))
        return self.read(str(made["id"])) if is_repeated else made

    def _object(self, call: Callable[[], StripeObject]) -> Found:
        return self._ask(lambda: call().to_dict())

    def _ask(self, call: Callable[[], T]) -> T:
        """Wait for another call with the same key, and say what went wrong in our words."""
        until = time.monotonic() + self._patience
        while True:
            try:
                return call()
            except StripeError as error:
                if error.http_status != 409 or time.monotonic() > until:
                    raise _in_our_words(error) from error
            except (AttributeError, LookupError, TypeError, ValueError) as error:
                raise ProviderUnreachableError("Stripe's answer cannot be read.") from error
            time.sleep(PAUSE)


def _of_key(listing: ListObject[Any], key: str) -> str:
    """The reference of the one that was made for the key. `Any`: sessions or intents."""
    for number, each in enumerate(listing.auto_paging_iter()):
        if number >= MOST_LISTED:
            raise ProviderUnreachableError("Stripe lists too much to find a payment among it.")
        if (each.to_dict().get("metadata") or {}).get(KEY) == key:
            return str(each.id)
    return ""


def _made(create: Callable[[], StripeObject]) -> tuple[Found, bool]:
    """What was made, and whether Stripe only repeats what it answered to the key before.

    With a decline comes the intent that was declined.
    """
    try:
        made = create()
    except CardError as error:
        declined = getattr(error.error, "payment_intent", None)
        if declined is None:
            raise
        return declined.to_dict(), False
    headers = made.last_response.headers if made.last_response else {}
    return made.to_dict(), headers.get("idempotent-replayed") == "true"


def _in_our_words(error: StripeError) -> Exception:
    """Stripe's own may quote what visitors entered, so they are not in ours, nor in the log."""
    status = error.http_status or 0
    if status < 400 or status in {409, 429} or status >= 500:
        return ProviderUnreachableError(f"Stripe did not answer, or not clearly: {status}.")
    details = error.error
    said = [getattr(details, name, None) for name in ("type", "code", "param")]
    known = [status, *said, error.request_id]
    message = f"Stripe refuses: {', '.join(str(each) for each in known if each)}."
    logger.warning("%s Stripe's dashboard, under Developers, tells more of it.", message)
    if isinstance(error, IdempotencyError):
        return KeyUsedError(message)
    if getattr(details, "code", None) == "resource_missing":
        return NoSuchObjectError(message)
    return ProviderRefusedError(message)
