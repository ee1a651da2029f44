"""Webhooks go to the shop on this machine, over HTTP, and to nobody else."""

import threading
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.provider import Account
from standin import courier
from standin.models import Delivery, StandInPayment
from tests.standin.conftest import Begin
from tests.standin.payer import books, enters_a_card
from tests.standin.shop import Shop, open_shop


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as shop:
        yield shop


@pytest.fixture
def paid(begin: Begin, shop: Shop) -> StandInPayment:
    """A payment that the shop has not heard of yet."""
    payment = begin(return_url=f"{shop.url}/back/", notify_url=f"{shop.url}/notify/?a=1")
    enters_a_card(payment)
    return payment


def test_nothing_is_sent_unasked(shop: Shop, paid: StandInPayment) -> None:
    assert shop.heard == []
    assert Delivery.objects.get().tries == 0


def test_what_is_sent_is_signed_and_heard(shop: Shop, paid: StandInPayment) -> None:
    delivery = Delivery.objects.get()

    answered = courier.send(delivery)

    assert answered == 200
    assert shop.heard == [("/notify/?a=1", delivery.payload.encode())]
    assert (delivery.tries, delivery.answered, delivery.was_heard) == (1, 200, True)


def test_what_is_forged_is_refused_and_counts_for_nothing(shop: Shop, paid: StandInPayment) -> None:
    delivery = Delivery.objects.get()

    answered = courier.send(delivery, is_forged=True)

    assert answered == 400
    delivery.refresh_from_db()
    assert (delivery.tries, delivery.answered) == (0, None)


def test_what_was_heard_is_not_sent_again(shop: Shop, paid: StandInPayment) -> None:
    assert courier.send_all() == (1, 0)
    assert courier.send_all() == (0, 0)
    assert len(shop.heard) == 1


def test_what_was_not_heard_is_sent_again_and_given_up_at_last(
    shop: Shop, paid: StandInPayment
) -> None:
    shop.status = 500

    results = [courier.send_all() for _ in range(courier.TRIES + 1)]

    assert results == [(0, 1)] * courier.TRIES + [(0, 0)]


def test_no_redirect_is_followed(shop: Shop, paid: StandInPayment) -> None:
    shop.status, shop.headers = 307, {"Location": f"{shop.url}/elsewhere/"}

    assert courier.send_all() == (0, 1)
    assert [path for path, _ in shop.heard] == ["/notify/?a=1"]


def test_a_shop_that_is_closed_is_trouble(begin: Begin) -> None:
    with open_shop() as shop:
        url = shop.url
    enters_a_card(begin(return_url=f"{url}/back/", notify_url=f"{url}/notify/"))

    assert courier.send_all() == (0, 1)
    delivery = Delivery.objects.get()
    assert delivery.answered is None
    assert "refused" in delivery.trouble


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.com/", "Only http://127.0.0.1 and http://localhost are called."),
        ("https://127.0.0.1/", "Only http://127.0.0.1 and http://localhost are called."),
        ("http://169.254.169.254/", "Only http://127.0.0.1 and http://localhost are called."),
        ("http://127.0.0.1@example.com/", "Only http://127.0.0.1 and http://localhost are called."),
        ("http://127.0.0.1:22/", "Only the shop's own port is called."),
        ("http://localhost/", "Only the shop's own port is called."),
        ("http://127.0.0.1:99999/", "Only the shop's own port is called."),
        ("http://127.0.0.1:8000/", ""),
        ("http://localhost:8000/", ""),
    ],
)
def test_nobody_else_is_called(url: str, reason: str) -> None:
    assert courier.refusal(url, "http://127.0.0.1:8000/back/") == reason


def test_a_shop_elsewhere_is_never_called(begin: Begin) -> None:
    """The tests' own host is called testserver, which is nowhere."""
    enters_a_card(begin())

    assert courier.send_all() == (0, 1)
    assert Delivery.objects.get().trouble == (
        "Only http://127.0.0.1 and http://localhost are called."
    )


def test_the_command_settles_and_delivers(begin: Begin, shop: Shop) -> None:
    payment = begin(
        PaymentKind.DIRECT_DEBIT,
        account=Account(iban="AT611904300234573201", holder="A. Visitor"),
        return_url=f"{shop.url}/back/",
        notify_url=f"{shop.url}/notify/",
    )
    said = StringIO()

    call_command("standin_deliver", settle=True, stdout=said)

    assert said.getvalue() == "Heard: 2. Not heard: 0.\n"
    assert [b"payment.pending" in body for _, body in shop.heard] == [True, False]
    assert books(payment) == ["charge"]


@pytest.mark.django_db(transaction=True)
def test_where_it_is_told_to_it_sends_by_itself(
    begin: Begin, shop: Shop, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the visitor's answer, in a thread of its own."""
    settings.STANDIN_AUTO_DELIVER, settings.STANDIN_SETTLE_AFTER = True, 0
    monkeypatch.setattr(courier, "A_MOMENT", 0.01)
    payment = begin(return_url=f"{shop.url}/back/", notify_url=f"{shop.url}/notify/")

    enters_a_card(payment, "4000000000000424")
    _let_threads_end()

    assert len(shop.heard) == 2
    assert books(payment) == ["charge"]


def _let_threads_end() -> None:
    """One settles, and one or two deliver, the last begun by the first."""
    while timers := [each for each in threading.enumerate() if isinstance(each, threading.Timer)]:
        for timer in timers:
            timer.join(10)
