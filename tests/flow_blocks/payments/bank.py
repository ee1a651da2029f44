"""A payment provider for the tests: its visitors, its lines and its memory do as a test says."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import HttpRequest

from flow_blocks.models.payment import PaymentKind, PaymentStatus
from flow_blocks.payments.errors import (
    ForgedMessageError,
    ProviderRefusedError,
    ProviderUnreachableError,
)
from flow_blocks.payments.provider import Charge, PaymentProvider, Progress, Started

SECRET = b"between the bank and the shop"


@dataclass
class Memory:
    """What the bank knows, and how its line is; one for all that a test does."""

    payments: dict[str, Progress] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)
    ledger: list[str] = field(default_factory=list)
    """"charged KEY", "refunded KEY"."""
    lost: list[str] = field(default_factory=list)
    """Calls, by name, whose answers get lost: "start", or "before start" for who is not heard."""
    refused: list[str] = field(default_factory=list)
    """Calls, by name, that the bank refuses, each once."""
    answers: dict[str, Progress] = field(default_factory=dict)
    """What `start` answers at once, by the word in `charge.token` or the kind."""
    calls: list[str] = field(default_factory=list)

    def pays(self, key: str) -> None:
        """The visitor pays on the bank's page."""
        self.payments[key] = replace(self.payments[key], status=PaymentStatus.PAID)
        self.ledger.append(f"charged {key}")

    def stands(self, key: str, status: PaymentStatus, reason: str = "") -> None:
        self.payments[key] = replace(self.payments[key], status=status, reason=reason)

    @property
    def key(self) -> str:
        """Of the payment that was begun last."""
        return list(self.charges)[-1]


class Bank(PaymentProvider):
    """It takes everything."""

    kinds = frozenset(PaymentKind)
    remembers = frozenset({PaymentKind.CARD})

    def __init__(self, *, alias: str, memory: Memory) -> None:
        super().__init__(alias=alias)
        self.memory = memory

    def start(self, charge: Charge) -> Progress:
        with self._line("start"):
            known = self.memory.payments.get(charge.key)
            if known is None:
                self.memory.charges[charge.key] = charge
                known = self.memory.answers.get(charge.token or charge.kind) or Progress(
                    status=PaymentStatus.OPEN,
                    reference=f"ref-{charge.key}",
                    url=f"https://bank.example/{charge.key}",
                )
                self.memory.payments[charge.key] = known
                if known.status == PaymentStatus.PAID:
                    self.memory.ledger.append(f"charged {charge.key}")
            return known

    def resume(self, started: Started) -> Progress:
        with self._line("resume"):
            if self._known(started).status == PaymentStatus.APPROVED:
                self.memory.pays(started.key)
            return self._known(started)

    def lookup(self, started: Started) -> Progress:
        with self._line("lookup"):
            return self._known(started)

    def cancel(self, started: Started) -> Progress:
        with self._line("cancel"):
            if self._known(started).status in (PaymentStatus.OPEN, PaymentStatus.APPROVED):
                self.memory.stands(started.key, PaymentStatus.CANCELLED)
            return self._known(started)

    def refund(self, started: Started) -> Progress:
        with self._line("refund"):
            if self._known(started).status == PaymentStatus.PAID:
                self.memory.ledger.append(f"refunded {started.key}")
                self.memory.stands(started.key, PaymentStatus.REFUNDED)
            return self._known(started)

    def hear(self, request: HttpRequest) -> Sequence[str]:
        given = request.headers.get("Bank-Signature", "")
        if not hmac.compare_digest(given.encode(), sign(request.body).encode()):
            raise ForgedMessageError("The signature is wrong.")
        return [request.body.decode()]

    def _known(self, started: Started) -> Progress:
        return self.memory.payments.get(started.key, Progress(status=PaymentStatus.MISSING))

    def _line(self, call: str) -> "Line":
        return Line(self.memory, call)


@dataclass
class Line:
    """One call over a line that may be dead before it is heard, or before it is answered."""

    memory: Memory
    call: str

    def __enter__(self) -> None:
        self.memory.calls.append(self.call)
        self._fail(f"before {self.call}")
        if self.call in self.memory.refused:
            self.memory.refused.remove(self.call)
            raise ProviderRefusedError("Not with us.")

    def __exit__(self, *error: object) -> None:
        self._fail(self.call)

    def _fail(self, word: str) -> None:
        if word in self.memory.lost:
            self.memory.lost.remove(word)
            raise ProviderUnreachableError("The line is dead.")


def sign(body: bytes) -> str:
    return hmac.new(SECRET, body, hashlib.sha256).hexdigest()
