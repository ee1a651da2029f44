"""A whole visit that is paid through Stripe, or through the server that stands in for it."""

from decimal import Decimal

import pytest

from flow_blocks.actions.pay_by_card import PayByCard
from flow_blocks.models.payment import Payment, PaymentStatus
from tests.flow_blocks.payments.conftest import at_the_till, selling
from tests.flow_blocks.payments.stripe_server import (
    API_KEY,
    WEBHOOK_SECRET,
    StripeServer,
    signature,
)
from tests.journeys.in_code import serve

pytestmark = pytest.mark.django_db

PRICE = Decimal("12.50")


@pytest.fixture
def stripe(settings):
    with StripeServer() as server:
        options = {
            "api_key": API_KEY,
            "webhook_secret": WEBHOOK_SECRET,
            "base_url": server.base_url,
        }
        settings.FLOWS_PAYMENT_PROVIDERS = {
            "cards": {
                "BACKEND": "flow_blocks.payments.adapters.stripe.Stripe",
                "OPTIONS": options,
            }
        }
        yield server


@pytest.fixture
def visitor(settings, stripe):
    return at_the_till(serve(settings, selling(PayByCard)))


def comes_back(visitor, stripe):
    [session] = stripe.sessions.values()
    success_url = session["of_the_stand_in"]["success_url"]
    visitor.opens(success_url.removeprefix("http://testserver"))
    visitor.submits()


def calls(visitor, body, signed):
    return visitor.client.post(
        "/flows/payments/webhook/cards/",
        data=body,
        content_type="application/json",
        headers={"Stripe-Signature": signed},
    )


def taken(stripe):
    return [stripe.taken(key) for key in Payment.objects.values_list("key", flat=True)]


def test_a_visitor_pays_and_goes_on(visitor, stripe):
    there = visitor.submits()
    stripe.visitor_pays(there.url)

    comes_back(visitor, stripe)

    assert visitor.sees("thanks")
    assert taken(stripe) == [PRICE]
    assert Payment.objects.get().last4 == "4242"


def test_a_webhook_is_enough(visitor, stripe):
    there = visitor.submits()
    stripe.visitor_pays(there.url)
    payment = Payment.objects.get()
    body = stripe.event(payment.key)

    answers = [calls(visitor, body, signature(body)).status_code for _ in range(2)]
    visitor.opens(payment.way_back)

    assert answers == [200, 200]
    assert visitor.sees("thanks")
    assert taken(stripe) == [PRICE]


def test_a_forged_webhook_is_no_payment(visitor, stripe):
    visitor.submits()
    payment = Payment.objects.get()
    body = stripe.event(payment.key)

    answer = calls(visitor, body, signature(body, secret="whsec_guessed"))

    assert answer.status_code == 400
    assert Payment.objects.get().status == PaymentStatus.OPEN


def test_a_genuine_webhook_is_not_believed_either(visitor, stripe):
    """It says that the session is complete; Stripe, asked, says that it is open."""
    visitor.submits()
    payment = Payment.objects.get()
    body = stripe.event(payment.key).replace(b'"open"', b'"complete"')

    answer = calls(visitor, body, signature(body))

    assert answer.status_code == 200
    assert Payment.objects.get().status == PaymentStatus.OPEN


def test_an_answer_that_was_lost_ends_in_one_payment(visitor, stripe):
    with stripe.has_fault("lost"):
        visitor.submits()
    in_doubt = Payment.objects.get().status

    there = visitor.submits()
    stripe.visitor_pays(there.url)
    comes_back(visitor, stripe)

    assert in_doubt == PaymentStatus.NEW
    assert visitor.sees("thanks")
    assert taken(stripe) == [PRICE]
    assert len(stripe.sessions) == 1
