"""Eight processes at once: one payment, one charge, one refund, whoever asks for them."""

import os
from collections import Counter
from typing import Any

import pytest

from cmsflows.statestore.base import VersionedStateStore
from cmsflows.testing.processes import in_processes
from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.errors import PaymentError
from flow_blocks.payments.provider import Account, PaymentProvider
from flow_blocks.payments.providers import provider as provider_called
from standin import line
from standin.models import Delivery, LedgerEntry, StandInPayment, StandInToken, Weather
from tests.standin.conftest import Begin, a_charge
from tests.standin.naming import started
from tests.standin.payer import books, chooses, decides, enters_a_card, logs_in

KEY = "CMSFLOWS_TEST_PAYMENT"
"""The environment variable that names the payment that all are about."""

STORE = "cmsflows.statestore.memory_store"
"""`in_processes` wants one; it is of no use here."""

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def by_all(work: Any, key: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What each process answers. `Any`: a function as `in_processes` wants it, and its JSON."""
    monkeypatch.setenv(KEY, key)
    return in_processes(work, store=STORE)


def test_one_payment_is_begun(provider: PaymentProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = by_all(starts, a_charge().key, monkeypatch)

    assert len({tuple(each) for each in answers}) == 1
    assert answers[0][0] == "open"
    assert StandInPayment.objects.count() == 1


def test_a_kept_card_is_charged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    StandInToken.objects.create(token="st_kept", kind="card", outcome="pays")

    answers = by_all(starts_with_a_kept_card, a_charge().key, monkeypatch)

    assert {status for status, _ in answers} == {"paid"}
    assert LedgerEntry.objects.count() == Delivery.objects.count() == 1


def test_an_account_is_charged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = by_all(starts_a_direct_debit, a_charge().key, monkeypatch)

    assert {status for status, _ in answers} == {"paid"}
    assert LedgerEntry.objects.count() == 1


def test_one_answer_is_lost_of_an_amount_that_loses_one(monkeypatch: pytest.MonkeyPatch) -> None:
    StandInToken.objects.create(token="st_kept", kind="card", outcome="lost")

    answers = by_all(starts_with_a_kept_card, a_charge().key, monkeypatch)

    assert Counter(status for status, _ in answers) == {"paid": 7, "ProviderUnreachableError": 1}
    assert LedgerEntry.objects.count() == 1


def test_a_card_is_charged_once_in_eight_tabs(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = begin(remember=True)

    answers = by_all(pays_by_card, payment.key, monkeypatch)

    assert {tuple(each) for each in answers} == {(303, "http://testserver/back/?t=1")}
    assert books(payment) == ["charge"]
    assert StandInToken.objects.count() == Delivery.objects.count() == 1


def test_what_was_approved_is_taken_once(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = begin(PaymentKind.PAYPAL, remember=True)
    logs_in(payment)
    decides(payment, "approve")

    answers = by_all(resumes, payment.key, monkeypatch)

    assert {status for status, _ in answers} == {"paid"}
    assert books(payment) == ["charge"]
    assert StandInToken.objects.count() == 1


def test_what_was_paid_is_given_back_once(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = begin()
    enters_a_card(payment)

    answers = by_all(refunds, payment.key, monkeypatch)

    assert {status for status, _ in answers} == {"refunded"}
    assert books(payment) == ["charge", "refund"]


def test_who_pays_while_it_is_cancelled_either_paid_or_did_not(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = begin(PaymentKind.BANK)
    chooses(payment)

    answers = by_all(pays_or_cancels, payment.key, monkeypatch)

    payment.refresh_from_db()
    assert payment.status in {"paid", "cancelled"}
    assert books(payment) == (["charge"] if payment.status == "paid" else [])
    assert {each for each in answers if each} == {payment.status}


def test_who_pays_while_it_is_given_back_has_it_back(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = begin(PaymentKind.BANK)
    chooses(payment)

    by_all(pays_or_refunds, payment.key, monkeypatch)

    payment.refresh_from_db()
    assert books(payment) in ([], ["charge", "refund"])
    assert payment.status == ("refunded" if books(payment) else "cancelled")


def test_no_more_calls_are_lost_than_are_meant_to_be(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = begin()
    line.make_trouble(Weather.Loses.CALL, left=3)

    answers = by_all(resumes, payment.key, monkeypatch)

    assert Counter(status for status, _ in answers) == {"open": 5, "ProviderUnreachableError": 3}


# What each process does


def starts(store: VersionedStateStore, number: int) -> list[str]:
    return _told(lambda: _provider().start(a_charge(key=_key())))


def starts_with_a_kept_card(store: VersionedStateStore, number: int) -> list[str]:
    return _told(lambda: _provider().start(a_charge(key=_key(), token="st_kept")))


def starts_a_direct_debit(store: VersionedStateStore, number: int) -> list[str]:
    account = Account(iban="DE89370400440532013000", holder="A. Visitor")
    wish = a_charge(PaymentKind.DIRECT_DEBIT, key=_key(), account=account)
    return _told(lambda: _provider().start(wish))


def resumes(store: VersionedStateStore, number: int) -> list[str]:
    return _told(lambda: _provider().resume(started(_payment())))


def refunds(store: VersionedStateStore, number: int) -> list[str]:
    return _told(lambda: _provider().refund(started(_payment())))


def pays_by_card(store: VersionedStateStore, number: int) -> list[Any]:
    answer = enters_a_card(_payment())
    return [answer.status_code, answer.url]


def pays_or_cancels(store: VersionedStateStore, number: int) -> str:
    if number % 2:
        decides(_payment(), "approve")
        return ""
    return _told(lambda: _provider().cancel(started(_payment())))[0]


def pays_or_refunds(store: VersionedStateStore, number: int) -> None:
    if number % 2:
        decides(_payment(), "approve")
    else:
        _provider().refund(started(_payment()))


def _told(call: Any) -> list[str]:
    """How it stands, or what went wrong. `Any`: a call of the provider's."""
    try:
        progress = call()
    except PaymentError as error:
        return [type(error).__name__, ""]
    return [str(progress.status.value), progress.reference]


def _provider() -> PaymentProvider:
    return provider_called("standin")


def _key() -> str:
    return os.environ[KEY]


def _payment() -> StandInPayment:
    return StandInPayment.objects.get(key=_key())
