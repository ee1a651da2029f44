"""A payment provider, as steps see it: start, resume, look up, cancel, refund; nothing else.

Card numbers are entered at the provider and never seen here. Every call names the payment by a key
that is the same however often the call is repeated, and none of them charges twice under one key.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest

from flow_blocks.models.payment import PaymentStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A bank account that a direct debit is taken from."""

    iban: str = field(repr=False)
    holder: str
    bic: str = ""
    address: str = ""
    """The holder's, in lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What shall be paid, and how."""

    key: str
    """The idempotency key: 32 to 40 characters of [0-9a-f-]. One key, one charge at most."""
    amount: Decimal
    """In the currency's own unit, as 12.50."""
    currency: str
    """ISO 4217, as "EUR"."""
    description: str
    kind: str
    """A `PaymentKind`, or a kind of the site's own that this provider takes."""
    return_url: str
    """Absolute: where the provider sends the visitor, done or not, approved or not."""
    notify_url: str
    """Absolute: where the provider's webhooks go, if it is told with each payment."""
    email: str = ""
    language: str = ""
    token: str = field(default="", repr=False)
    """A saved method's, in the provider's words; empty where the visitor enters a new one."""
    account: Account | None = None
    """For a direct debit."""
    remember: bool = False
    """Shall the provider keep the method, and answer a token for it?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A payment that was started, or may have been, as it is named to the provider later."""

    key: str
    reference: str
    """The provider's own name for it; empty where its answer to `start` was never heard."""
    kind: str
    amount: Decimal
    currency: str
    started_at: datetime
    """When we last asked for it."""
    is_by_token: bool = False
    """Was a saved method to be charged? It may be yet, while nobody has heard the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A method of payment that a provider keeps, and what may be shown of it."""

    token: str = field(repr=False)
    brand: str = ""
    """As "Visa"; for PayPal the payer's email address, for a bank account its bank, if known."""
    last4: str = ""
    expires: str = ""
    """As "2029-04"; empty where it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a payment stands, as the provider says."""

    status: PaymentStatus
    reference: str = ""
    url: str = ""
    """While it is OPEN: where the visitor goes on, at the provider."""
    reason: str = ""
    """Of a decline, where the visitor may know it: a `DeclineReason`'s value, or empty."""
    token: Token | None = None
    """The method, where it was to be remembered and the provider keeps it."""
    brand: str = ""
    last4: str = ""


class PaymentProvider(ABC):
    """Made once a process for each alias of FLOWS_PAYMENT_PROVIDERS; threads share it."""

    kinds: frozenset[str]
    """The kinds of payment it takes."""

    remembers: frozenset[str] = frozenset()
    """The kinds whose methods it can keep for the next time."""

    def __init__(self, *, alias: str) -> None:
        """A subclass takes its OPTIONS as further keyword arguments, and raises
        `PaymentSettingsError` where they cannot work."""
        self.alias = alias

    @abstractmethod
    def start(self, charge: Charge) -> Progress:
        """Begin a payment: OPEN with a URL to send the visitor to, or the outcome at once.

        A repeated call under one key answers as the first did, as far as the payment has got.
        Raises `ProviderUnreachableError`, `ProviderRefusedError`.
        """

    @abstractmethod
    def resume(self, started: Started) -> Progress:
        """The visitor is back, or has approved: take what was approved, and say how it stands.

        It does nothing a second time. Raises as `start` does.
        """

    @abstractmethod
    def lookup(self, started: Started) -> Progress:
        """How does it stand? Changes nothing. MISSING where the provider never heard of the key.

        Where the provider cannot be sure yet that it will not, it raises
        `ProviderUnreachableError`.
        """

    @abstractmethod
    def cancel(self, started: Started) -> Progress:
        """Make sure that an OPEN or APPROVED payment can no longer be paid: CANCELLED.

        Where it was paid meanwhile, that is the answer, and nothing is changed.
        """

    @abstractmethod
    def refund(self, started: Started) -> Progress:
        """Give all of it back, once: REFUNDED, or CANCELLED where nothing had been taken."""

    def forget(self, token: str) -> None:
        """Keep a method no longer, whose owner has removed it. By default nothing is done.

        One that is not there is no mistake. Raises as `start` does.
        """
        return None

    @abstractmethod
    def hear(self, request: HttpRequest) -> Sequence[str]:
        """The references or keys that a webhook is about; how they stand is looked up.

        Raises `ForgedMessageError` where the call does not prove whose it is. A message of a kind
        that says nothing of payments answers none.
        """
