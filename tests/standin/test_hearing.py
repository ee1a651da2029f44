"""What the adapter makes of a webhook."""

import json
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from flow_blocks.payments.errors import ForgedMessageError
from flow_blocks.payments.provider import PaymentProvider
from standin import conf, signing
from standin.models import Delivery
from tests.standin.conftest import Begin
from tests.standin.payer import enters_a_card


def signed(body: bytes) -> HttpRequest:
    signature = signing.sign(body, secret=conf.secret())
    return RequestFactory().post(
        "/notify/", body, content_type="application/json", headers={signing.HEADER: signature}
    )


def message(**changes: Any) -> bytes:
    """`Any`: JSON."""
    given = {"id": "ev_1", "type": "payment.paid", "data": {"reference": "sp_1", "key": "k"}}
    return json.dumps({**given, **changes}).encode()


def test_a_message_names_its_payment_however_often_it_comes(provider: PaymentProvider) -> None:
    heard = [provider.hear(signed(message())) for _ in range(2)]

    assert heard == [["sp_1"], ["sp_1"]]


@pytest.mark.parametrize(
    "body",
    [
        message(type="account.updated"),
        message(type=None),
        message(data=None),
        message(data=[]),
        message(data={"reference": 7}),
        message(data={"reference": ""}),
        b"[]",
        b"null",
        b'"payment.paid"',
    ],
)
def test_a_message_that_names_no_payment_says_nothing(
    provider: PaymentProvider, body: bytes
) -> None:
    assert provider.hear(signed(body)) == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"9" * 10_000])
def test_what_cannot_be_read_is_refused(provider: PaymentProvider, body: bytes) -> None:
    with pytest.raises(ForgedMessageError):
        provider.hear(signed(body))


def test_a_signature_of_another_message_is_refused(provider: PaymentProvider) -> None:
    request = signed(message())
    forged = RequestFactory().post(
        "/notify/",
        message(data={"reference": "sp_2"}),
        content_type="application/json",
        headers={signing.HEADER: request.headers[signing.HEADER]},
    )

    with pytest.raises(ForgedMessageError) as caught:
        provider.hear(forged)

    assert str(caught.value) == "The signature is of somebody else, or of another message."


def test_each_change_is_told_once(begin: Begin) -> None:
    payment = begin()

    enters_a_card(payment)
    enters_a_card(payment)

    delivery = Delivery.objects.get()
    told = json.loads(delivery.payload)
    assert told["type"] == "payment.paid"
    assert told["id"] == delivery.event
    assert told["data"] == {"reference": payment.reference, "key": payment.key}


def test_who_wants_to_hear_nothing_is_told_nothing(begin: Begin) -> None:
    enters_a_card(begin(notify_url=""))

    assert not Delivery.objects.exists()
