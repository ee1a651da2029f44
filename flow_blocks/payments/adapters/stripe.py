"""Stripe: cards, transfers and direct debits by Checkout, and by methods that Stripe keeps.

What django-payments does of it, and what it cannot, is told in docs/blocks/payment-providers.md.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from payments import PaymentError as LibraryError
from stripe import SignatureVerificationError

from flow_blocks.models.payment import PaymentKind, PaymentStatus
from flow_blocks.payments.adapters.base_url import checked_base_url
from flow_blocks.payments.adapters.minor_units import minor_units
from flow_blocks.payments.adapters.stripe_api import (
    Found,
    KeyUsedError,
    NoSuchObjectError,
    StripeApi,
)
from flow_blocks.payments.adapters.stripe_checkout import KEY, Library, intent_data, session_data
from flow_blocks.payments.adapters.stripe_progress import intent_id, progress_of
from flow_blocks.payments.decline import DeclineReason
from flow_blocks.payments.errors import (
    ForgedMessageError,
    PaymentSettingsError,
    ProviderRefusedError,
    ProviderUnreachableError,
)
from flow_blocks.payments.provider import Charge, PaymentProvider, Progress, Started

logger = logging.getLogger(__name__)

CARDS = {"card": ("card",)}

KEPT = frozenset({PaymentKind.CARD, PaymentKind.DIRECT_DEBIT})
"""The kinds whose methods Stripe charges again."""

MISSING = Progress(status=PaymentStatus.MISSING)

ON_THE_WAY = timedelta(minutes=2)
"""A call whose answer we did not hear may be under way so long; Stripe's own library waits 80 s."""

CLOCKS = timedelta(minutes=5)
"""By so much the clocks of two machines may differ."""

KEY_AGE = timedelta(hours=24)
"""Stripe forgets idempotency keys after this, and open sessions expire by then."""


class Stripe(PaymentProvider):
    """An account at Stripe; see https://docs.stripe.com/payments/checkout."""

    def __init__(
        self,
        *,
        alias: str,
        api_key: str = "",
        webhook_secret: str = "",
        methods: Mapping[str, Sequence[str]] = CARDS,
        base_url: str = "https://api.stripe.com",
    ) -> None:
        """`methods` has Stripe's names of methods by kinds, as {"bank": ["ideal", "eps"]}. A kind
        is a `PaymentKind` or one of the site's own."""
        super().__init__(alias=alias)
        given = {"api_key": api_key, "webhook_secret": webhook_secret, "methods": methods}
        missing = [name for name, value in given.items() if not value]
        if missing or not all(map(_are_names, methods.values())):
            raise PaymentSettingsError(_complaint(alias, missing))
        self._methods = {str(kind): list(names) for kind, names in methods.items()}
        # An account takes what its owner has switched on, so that each has kinds of its own.
        self.kinds = frozenset(self._methods)
        self.remembers = self.kinds & KEPT
        self._api = StripeApi(api_key, base_url=checked_base_url(base_url, alias=alias))
        self._library = Library(api_key=api_key, endpoint_secret=webhook_secret)

    def start(self, charge: Charge) -> Progress:
        """Within a day: after that Stripe forgets the key, so look up what may have been begun."""
        if charge.kind not in self._methods:
            raise ProviderRefusedError(f"{self.alias!r} takes no {charge.kind} payments.")
        try:
            return progress_of(self._create(charge))
        except KeyUsedError:
            return self._begun_before(charge)
        except NoSuchObjectError:
            if not charge.token:
                raise
            return Progress(status=PaymentStatus.DECLINED, reason=DeclineReason.ACCOUNT)

    def resume(self, started: Started) -> Progress:
        """Stripe takes the money as soon as the visitor approves, so there is nothing to do."""
        return self.lookup(started)

    def lookup(self, started: Started) -> Progress:
        found = self._find(started)
        return progress_of(found) if found else MISSING

    def cancel(self, started: Started) -> Progress:
        found = self._find(started)
        if not found or progress_of(found).status != PaymentStatus.OPEN:
            return progress_of(found) if found else MISSING
        try:
            self._api.end(found["id"])
        except ProviderRefusedError:
            logger.info("Stripe cancels %s no more; how it stands is looked up.", started.key)
        stands = self.lookup(replace(started, reference=found["id"]))
        if stands.status == PaymentStatus.OPEN:
            raise ProviderUnreachableError(f"Stripe leaves {started.key} open: something goes on.")
        return stands

    def refund(self, started: Started) -> Progress:
        """While it is PENDING it cannot be given back, and that is the answer."""
        stands = self.cancel(started)
        if stands.status != PaymentStatus.PAID:
            return stands
        started = replace(started, reference=stands.reference)
        try:
            refund = self._api.refund(
                intent_id(self._api.read(stands.reference)), key=f"refund-{started.key}"
            )
        except ProviderRefusedError:
            if self.lookup(started).status != PaymentStatus.REFUNDED:
                raise
        else:
            if refund.get("status") in {"failed", "canceled"}:
                raise ProviderRefusedError(f"Stripe could not give back {started.key}.")
        return replace(stands, status=PaymentStatus.REFUNDED, token=None)

    def forget(self, token: str) -> None:
        """Detach it from its customer: Stripe never charges it again."""
        try:
            self._api.detach(token.partition("/")[2])
        except ProviderRefusedError:
            logger.info("Stripe has forgotten a method before.")

    def hear(self, request: HttpRequest) -> Sequence[str]:
        """See https://docs.stripe.com/webhooks; any kind of event that has our key."""
        try:
            event = self._library.return_event_payload(request).to_dict()
        except (LibraryError, SignatureVerificationError, ValueError) as error:
            raise ForgedMessageError("This call does not prove that it is Stripe's.") from error
        except (AttributeError, TypeError) as error:
            raise ForgedMessageError("This call is signed, and is no event.") from error
        return _keys(event)

    def _create(self, charge: Charge) -> Found:
        methods = self._methods[charge.kind]
        if charge.token:
            data = intent_data(charge, methods=methods)
            return self._api.create_intent(data, key=charge.key)
        data = session_data(charge, methods=methods, library=self._library)
        return self._api.create_session(data, key=charge.key)

    def _begun_before(self, charge: Charge) -> Progress:
        """The same key came with other words; with the same sum, it is the same payment."""
        now = timezone.now()
        found = self._api.find(charge.key, since=now - KEY_AGE, until=now + CLOCKS)
        if not found:
            raise ProviderUnreachableError(f"Stripe knows {charge.key}, and does not list it yet.")
        amount = found.get("amount_total", found.get("amount"))
        wanted = minor_units(charge.amount, charge.currency)
        if (amount, found.get("currency")) != (wanted, charge.currency.lower()):
            raise ProviderRefusedError(f"{charge.key} was begun with another amount.")
        return progress_of(found)

    def _find(self, started: Started) -> Found | None:
        """By its reference, or among what was made since it was started."""
        if started.reference:
            return self._read(started.reference)
        since, until = started.started_at - CLOCKS, started.started_at + KEY_AGE
        found = self._api.find(started.key, since=since, until=until)
        if not found and _may_be_taken(started):
            raise ProviderUnreachableError(f"Stripe may still hear of {started.key}.")
        return found

    def _read(self, reference: str) -> Found | None:
        try:
            return self._api.read(reference)
        except NoSuchObjectError:
            return None


def _may_be_taken(started: Started) -> bool:
    """A kept method may be charged yet. A page that nobody has heard of, nobody pays at."""
    return started.is_by_token and timezone.now() - started.started_at < ON_THE_WAY


def _keys(event: Mapping[str, Any]) -> Sequence[str]:
    """Our key, from the metadata of whatever the event is about. `Any`: JSON."""
    try:
        key = event["data"]["object"]["metadata"][KEY]
    except (LookupError, TypeError):
        return ()
    return (key,) if isinstance(key, str) else ()


def _are_names(names: Sequence[str]) -> bool:
    return bool(names) and not isinstance(names, str)


def _complaint(alias: str, missing: Sequence[str]) -> str:
    place = f"FLOWS_PAYMENT_PROVIDERS[{alias!r}]['OPTIONS']"
    if missing:
        return f"{place} lacks: {', '.join(missing)}. Stripe's dashboard has them."
    return f"{place}['methods'] has a list of Stripe's names for each kind: {{'card': ['card']}}."
