"""Pay by bank: choose it, and approve there; the bank may take its time."""

import pytest

from flow_blocks.models.payment import PaymentKind
from standin import settling
from standin.models import StandInPayment
from tests.standin.conftest import Begin
from tests.standin.payer import books, chooses, decides, looks_at, path_of, standing


@pytest.fixture
def payment(begin: Begin) -> StandInPayment:
    return begin(PaymentKind.BANK)


@pytest.mark.parametrize(
    ("decision", "end"),
    [
        ("approve", ("paid", "")),
        ("later", ("pending", "")),
        ("bounce", ("pending", "")),
        ("refuse", ("failed", "declined")),
    ],
)
def test_a_decision_does_what_it_says(
    payment: StandInPayment, decision: str, end: tuple[str, str]
) -> None:
    chooses(payment)

    answer = decides(payment, decision)

    assert answer.url == "http://testserver/back/?t=1"
    assert standing(payment) == end
    assert books(payment) == (["charge"] if end[0] == "paid" else [])


@pytest.mark.parametrize(
    ("decision", "end", "lines"),
    [
        ("later", ("paid", ""), ["charge"]),
        ("bounce", ("failed", "insufficient_funds"), []),
    ],
)
def test_what_is_pending_is_settled_as_the_payer_chose(
    payment: StandInPayment, decision: str, end: tuple[str, str], lines: list[str]
) -> None:
    chooses(payment)
    decides(payment, decision)

    settled = [settling.settle_as_it_wants(payment), settling.settle_as_it_wants(payment)]

    assert settled == [True, False]
    assert standing(payment) == end
    assert books(payment) == lines


def test_nothing_is_transferred_before_a_bank_was_chosen(payment: StandInPayment) -> None:
    answer = decides(payment, "approve")

    assert answer.context["form"].errors == {"bank": ["Choose your bank."]}
    assert standing(payment) == ("open", "")


def test_another_bank_can_be_chosen(payment: StandInPayment) -> None:
    chooses(payment)
    decides(payment, "other")
    chooses(payment, "Bank of Straw")

    assert "Bank of Straw" in looks_at(payment).content.decode()


def test_a_bank_of_ones_own_is_none(payment: StandInPayment) -> None:
    answer = chooses(payment, "<script>")

    assert answer.context["form"].errors["bank"]
    assert "<script>" not in answer.content.decode()


def test_a_decision_that_is_none_changes_nothing(payment: StandInPayment) -> None:
    chooses(payment)

    answer = decides(payment, "settled")

    assert answer.url == path_of(payment)
    assert standing(payment) == ("open", "")


def test_changing_ones_mind_later_changes_nothing(payment: StandInPayment) -> None:
    chooses(payment)
    decides(payment, "refuse")
    decides(payment, "approve")

    assert standing(payment) == ("failed", "declined")
    assert books(payment) == []
