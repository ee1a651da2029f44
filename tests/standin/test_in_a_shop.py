"""Visitors of a flow pay at the stand-in, and come back, or do not."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from cmsflows import FlowHandler
from cmsflows.testing import Visitor
from flow_blocks.actions.pay_by_bank import PayByBank
from flow_blocks.actions.pay_by_card import PayByCard
from flow_blocks.actions.pay_by_paypal import PayByPayPal
from flow_blocks.models.payment import Payment
from flow_blocks.payments.hearing import hear_of
from standin import conf, settling, signing
from standin.models import Delivery, LedgerEntry, StandInPayment
from tests.flow_blocks.payments.conftest import at_the_till, selling
from tests.journeys.in_code import serve

pytestmark = pytest.mark.django_db

CARD = {"number": "4242424242424242", "expiry": "09/34", "cvc": "123"}


@pytest.fixture
def shop(settings: Any) -> FlowHandler:
    return serve(settings, selling(PayByCard))


def at_the_bank(shop: FlowHandler, *, amount: str = "12.50") -> Visitor:
    visitor = at_the_till(shop, amount=amount)
    visitor.submits()
    assert visitor.path.startswith("/standin/pay/")
    return visitor


def lines() -> list[str]:
    return list(LedgerEntry.objects.values_list("line", flat=True))


def calls_the_shop(visitor: Visitor) -> int:
    """The newest webhook, as the courier would carry it: the status of the answer."""
    delivery = Delivery.objects.latest("pk")
    body = delivery.payload.encode()
    answer = visitor.client.post(
        "/flows/payments/webhook/standin/",
        data=body,
        content_type="application/json",
        headers={signing.HEADER: signing.sign(body, secret=conf.secret())},
    )
    return answer.status_code


def test_a_visitor_pays_by_card(shop: FlowHandler) -> None:
    visitor = at_the_bank(shop)

    visitor.submits(**CARD)
    visitor.submits()

    assert visitor.sees("thanks")
    assert lines() == ["charge"]
    assert (Payment.objects.get().brand, Payment.objects.get().last4) == ("Visa", "4242")


def test_a_visitor_confirms_in_the_app(shop: FlowHandler) -> None:
    visitor = at_the_bank(shop)

    visitor.submits(**{**CARD, "number": "4000000000003220"})
    visitor.submits(decision="confirm")
    visitor.submits()

    assert visitor.sees("thanks")
    assert lines() == ["charge"]


def test_a_visitor_is_declined_and_pays_with_another_card(shop: FlowHandler) -> None:
    visitor = at_the_bank(shop)
    visitor.submits(**{**CARD, "number": "4000000000009995"})
    visitor.submits()
    assert "There is not enough money on the account." in visitor.text

    visitor.submits()
    visitor.submits(**CARD)
    visitor.submits()

    assert visitor.sees("thanks")
    assert lines() == ["charge"]


def test_a_webhook_comes_before_the_visitor(shop: FlowHandler) -> None:
    visitor = at_the_bank(shop)
    visitor.submits(**CARD)

    answers = [calls_the_shop(visitor), calls_the_shop(visitor)]
    visitor.submits()

    assert answers == [200, 200]
    assert visitor.sees("thanks")
    assert lines() == ["charge"]


def test_an_answer_is_lost_and_found(shop: FlowHandler) -> None:
    visitor = at_the_bank(shop)
    visitor.submits(**{**CARD, "number": "4000000000000408"})
    visitor.submits()
    assert not visitor.sees("thanks")

    calls_the_shop(visitor)
    visitor.opens(visitor.url)

    assert visitor.sees("thanks")
    assert lines() == ["charge"]


def test_the_answer_to_the_start_is_lost_and_nobody_pays_twice(shop: FlowHandler) -> None:
    visitor = at_the_till(shop, amount="20.13")
    way_back = visitor.url
    visitor.submits()
    visitor.opens(way_back)

    visitor.submits()
    visitor.submits(**CARD)
    visitor.submits()

    assert visitor.sees("thanks")
    assert lines() == ["charge"]
    assert StandInPayment.objects.count() == 1


def test_paypal_is_taken_when_the_visitor_is_back(settings: Any) -> None:
    visitor = at_the_bank(serve(settings, selling(PayByPayPal)))

    visitor.submits(payer="buyer@example.com")
    visitor.submits(decision="approve")
    assert lines() == []
    visitor.submits()

    assert visitor.sees("thanks")
    assert lines() == ["charge"]


def test_who_cancels_at_paypal_has_paid_nothing(settings: Any) -> None:
    visitor = at_the_bank(serve(settings, selling(PayByPayPal)))

    visitor.submits(decision="cancel")
    visitor.submits()

    assert "You have not paid yet, and nothing was charged." in visitor.text
    assert lines() == []


def test_a_transfer_that_takes_its_time_is_settled_at_last(
    settings: Any, rf: RequestFactory
) -> None:
    visitor = at_the_bank(serve(settings, selling(PayByBank)))
    visitor.submits(bank="Meadow Bank")
    visitor.submits(decision="later")
    visitor.submits()
    assert not visitor.sees("thanks")

    settling.settle_as_it_wants(StandInPayment.objects.get())
    request: HttpRequest = rf.get("/")
    hear_of(request, Payment.objects.get())
    visitor.opens(visitor.url)

    assert visitor.sees("thanks")
    assert lines() == ["charge"]
