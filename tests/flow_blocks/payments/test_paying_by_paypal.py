"""A whole visit that is paid through PayPal, or through the server that stands in for it."""

from decimal import Decimal

import pytest

from flow_blocks.actions.pay_by_paypal import PayByPayPal
from flow_blocks.models.payment import Payment, PaymentStatus
from flow_blocks.payments.decline import DeclineReason
from tests.flow_blocks.payments.conftest import at_the_till, selling
from tests.flow_blocks.payments.paypal_server import (
    CLIENT_ID,
    SECRET,
    WEBHOOK_ID,
    PaypalServer,
    signed_headers,
)
from tests.journeys.in_code import serve

pytestmark = pytest.mark.django_db

PRICE = Decimal("12.50")


@pytest.fixture
def paypal(settings):
    with PaypalServer() as server:
        options = {
            "client_id": CLIENT_ID,
            "secret": SECRET,
            "webhook_id": WEBHOOK_ID,
            "base_url": server.base_url,
        }
        settings.FLOWS_PAYMENT_PROVIDERS = {
            "paypal": {
                "BACKEND": "flow_blocks.payments.adapters.paypal.Paypal",
                "OPTIONS": options,
            }
        }
        yield server


@pytest.fixture
def visitor(settings, paypal):
    return at_the_till(serve(settings, selling(PayByPayPal)))


def comes_back(visitor, paypal):
    """PayPal writes names of its own behind the address."""
    [*_, (name, order)] = paypal.orders.items()
    context = order["of_the_stand_in"]["payment_source"]["paypal"]["experience_context"]
    path = context["return_url"].removeprefix("http://testserver")
    visitor.opens(f"{path}?token={name}&PayerID=QYR5Z8XDVJNXQ")
    visitor.submits()


def taken(paypal):
    return [paypal.taken(key) for key in Payment.objects.values_list("key", flat=True)]


def test_a_visitor_pays_and_goes_on(visitor, paypal):
    there = visitor.submits()
    paypal.payer_approves(there.url)

    comes_back(visitor, paypal)

    assert visitor.sees("thanks")
    assert taken(paypal) == [PRICE]


def test_a_webhook_is_enough(visitor, paypal):
    """What the visitor approved is captured, though they never came back."""
    there = visitor.submits()
    paypal.payer_approves(there.url)
    payment = Payment.objects.get()
    body = paypal.approval(payment.reference)

    answers = [
        visitor.client.post(
            "/flows/payments/webhook/paypal/",
            data=body,
            content_type="application/json",
            headers=signed_headers(body),
        ).status_code
        for _ in range(2)
    ]
    visitor.opens(payment.way_back)

    assert answers == [200, 200]
    assert visitor.sees("thanks")
    assert taken(paypal) == [PRICE]


def test_an_answer_that_was_lost_ends_in_one_payment(visitor, paypal):
    with paypal.has_fault("lost"):
        visitor.submits()
    in_doubt = Payment.objects.get().status

    there = visitor.submits()
    paypal.payer_approves(there.url)
    comes_back(visitor, paypal)

    assert in_doubt == PaymentStatus.NEW
    assert visitor.sees("thanks")
    assert taken(paypal) == [PRICE]
    assert len(paypal.orders) == 1


def test_a_capture_whose_answer_was_lost_ends_in_one_payment(visitor, paypal):
    there = visitor.submits()
    paypal.payer_approves(there.url)
    payment = Payment.objects.get()
    paypal.always_answered |= {f"/v2/checkout/orders/{payment.reference}"}
    with paypal.has_fault("lost"):
        comes_back(visitor, paypal)
    in_doubt = Payment.objects.get().status

    visitor.submits()

    assert in_doubt == PaymentStatus.APPROVED
    assert visitor.sees("thanks")
    assert taken(paypal) == [PRICE]


def test_who_was_declined_pays_with_another_order(visitor, paypal):
    there = visitor.submits()
    paypal.payer_approves(there.url, issue="INSTRUMENT_DECLINED")
    comes_back(visitor, paypal)
    assert str(DeclineReason.DECLINED.label) in visitor.text

    again = visitor.submits()
    paypal.payer_approves(again.url)
    comes_back(visitor, paypal)

    assert visitor.sees("thanks")
    assert sorted(taken(paypal)) == [0, PRICE]
    assert sorted(Payment.objects.values_list("status", flat=True)) == [
        PaymentStatus.DECLINED,
        PaymentStatus.PAID,
    ]
