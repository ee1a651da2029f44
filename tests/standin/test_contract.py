"""The stand-in's adapter keeps the contract of payment providers, for every kind of payment."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.http import HttpRequest
from django.test import RequestFactory

from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.provider import Account, PaymentProvider, Started
from flow_blocks.payments.providers import provider as provider_called
from flow_blocks.payments.testing import (
    HostedContract,
    ProviderContract,
    RememberingContract,
    Scene,
)
from standin import conf, line, settling, signing
from standin.models import Delivery, LedgerEntry, StandInPayment, Weather
from tests.standin.payer import (
    DECLINED,
    chooses,
    decides,
    enters_a_card,
    logs_in,
    looks_at,
)

pytestmark = pytest.mark.django_db


class StandInScene(Scene):
    """The stand-in's part of the contract."""

    @pytest.fixture
    def provider(self) -> PaymentProvider:
        return provider_called("standin")

    def visitor_leaves(self, url: str) -> None:
        assert b"Go back without paying" in looks_at(url).content

    def money_arrives(self, started: Started) -> None:
        settling.settle(StandInPayment.objects.get(key=started.key), is_paid=True)

    def taken(self, started: Started) -> Decimal:
        return total("charge", started)

    def given_back(self, started: Started) -> Decimal:
        return total("refund", started)

    def webhook(self, started: Started) -> HttpRequest:
        body = Delivery.objects.filter(payment__key=started.key).latest("pk").payload.encode()
        return call(body, signing.sign(body, secret=conf.secret()))

    def forged(self, request: HttpRequest) -> HttpRequest:
        return call(request.body, signing.sign(request.body, secret="guessed"))

    def loses_answers(self) -> AbstractContextManager[None]:
        return trouble(Weather.Loses.ANSWER)

    def is_unreachable(self) -> AbstractContextManager[None]:
        return trouble(Weather.Loses.CALL)


class TestCards(StandInScene, RememberingContract, HostedContract):
    kind = PaymentKind.CARD

    def visitor_approves(self, url: str) -> None:
        enters_a_card(url)

    def visitor_declines(self, url: str) -> None:
        enters_a_card(url, DECLINED)


class TestPayPal(StandInScene, RememberingContract, HostedContract):
    kind = PaymentKind.PAYPAL

    def visitor_approves(self, url: str) -> None:
        logs_in(url)
        decides(url, "approve")

    def visitor_declines(self, url: str) -> None:
        logs_in(url, "broke@example.com")
        decides(url, "approve")


class TestBanks(StandInScene, HostedContract):
    kind = PaymentKind.BANK

    def visitor_approves(self, url: str) -> None:
        chooses(url)
        decides(url, "approve")

    def visitor_declines(self, url: str) -> None:
        chooses(url)
        decides(url, "refuse")


class TestBanksThatTakeTheirTime(TestBanks):
    def visitor_approves(self, url: str) -> None:
        chooses(url)
        decides(url, "later")


class TestDirectDebits(StandInScene, RememberingContract, ProviderContract):
    kind = PaymentKind.DIRECT_DEBIT
    account = Account(iban="DE89 3704 0044 0532 0130 00", holder="A. Visitor")


class TestDirectDebitsThatTakeTheirTime(TestDirectDebits):
    account = Account(iban="AT61 1904 3002 3457 3201", holder="A. Visitor")


def total(kind: str, started: Started) -> Decimal:
    """Of the lines of the books under this key."""
    lines = LedgerEntry.objects.filter(key=started.key, line=kind)
    return lines.aggregate(total=Sum("amount", default=Decimal(0)))["total"]


def call(body: bytes, signature: str) -> HttpRequest:
    """A webhook, as it comes in at the shop."""
    return RequestFactory().post(
        "/notify/", body, content_type="application/json", headers={signing.HEADER: signature}
    )


@contextmanager
def trouble(loses: Weather.Loses) -> Iterator[None]:
    made = line.make_trouble(loses)
    yield
    made.delete()
