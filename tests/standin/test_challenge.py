"""3-D Secure: the payer confirms in what stands in for their bank's app."""

import pytest
from django.test import Client

from flow_blocks.models.payment import PaymentStatus
from flow_blocks.payments.provider import PaymentProvider
from standin.models import StandInPayment, StandInToken
from tests.standin.conftest import Begin, a_charge
from tests.standin.payer import (
    PAYS,
    books,
    decides,
    enters_a_card,
    looks_at,
    path_of,
    standing,
)

SECURE = "4000000000003220"


@pytest.fixture
def asked(begin: Begin) -> StandInPayment:
    """A payment whose bank wants to be told."""
    payment = begin(remember=True)
    enters_a_card(payment, SECURE)
    return payment


def test_the_page_asks_the_payer(asked: StandInPayment) -> None:
    text = looks_at(asked).content.decode()

    assert "Confirm in your bank’s app" in text
    assert "Visa •••• 3220" in text


def test_who_enters_the_card_stays_at_the_bank(begin: Begin) -> None:
    payment = begin()

    answer = enters_a_card(payment, SECURE)

    assert answer.url == path_of(payment)
    assert books(payment) == []


def test_who_confirms_has_paid(asked: StandInPayment) -> None:
    answer = decides(asked, "confirm")

    assert answer.url == "http://testserver/back/?t=1"
    assert standing(asked) == ("paid", "")
    assert books(asked) == ["charge"]


def test_who_refuses_has_not(asked: StandInPayment) -> None:
    decides(asked, "refuse")

    assert standing(asked) == ("failed", "authentication_failed")
    assert books(asked) == []


def test_who_does_both_has_done_the_first(asked: StandInPayment) -> None:
    decides(asked, "confirm")
    decides(asked, "refuse")
    decides(asked, "confirm")

    assert standing(asked) == ("paid", "")
    assert books(asked) == ["charge"]


@pytest.mark.parametrize("decision", ["", "approve", "<script>"])
def test_any_other_decision_is_none(asked: StandInPayment, decision: str) -> None:
    answer = decides(asked, decision)

    assert answer.url == path_of(asked)
    assert standing(asked) == ("open", "")


def test_another_card_does_not_go_round_the_bank(asked: StandInPayment) -> None:
    """It is sent from the page that is still open in another tab."""
    enters_a_card(asked, PAYS)

    assert standing(asked) == ("open", "")


def test_it_cannot_be_confirmed_before_a_card_was_entered(begin: Begin) -> None:
    payment = begin()

    decides(payment, "confirm")

    assert standing(payment) == ("open", "")


def test_a_kept_card_asks_again(provider: PaymentProvider, asked: StandInPayment) -> None:
    decides(asked, "confirm")
    token = StandInToken.objects.get().token

    progress = provider.start(a_charge(token=token))

    assert progress.status == PaymentStatus.OPEN
    assert "Confirm in your bank’s app" in Client().get(path_of(progress.url)).content.decode()
    decides(progress.url, "confirm")
    assert books(StandInPayment.objects.get(reference=progress.reference)) == ["charge"]
