"""What stands in for PayPal: the payer approves, and the shop takes the money when it resumes."""

import pytest

from flow_blocks.models.payment import PaymentKind, PaymentStatus
from flow_blocks.payments.decline import DeclineReason
from flow_blocks.payments.errors import ProviderUnreachableError
from flow_blocks.payments.provider import PaymentProvider, Progress, Started
from standin.models import StandInPayment
from tests.standin.conftest import Begin
from tests.standin.naming import started
from tests.standin.payer import books, decides, logs_in, looks_at, path_of, standing


@pytest.fixture
def payment(begin: Begin) -> StandInPayment:
    return begin(PaymentKind.PAYPAL)


def test_who_approves_has_paid_nothing_yet(payment: StandInPayment) -> None:
    logs_in(payment)
    answer = decides(payment, "approve")

    assert answer.url == "http://testserver/back/?t=1"
    assert standing(payment) == ("approved", "")
    assert books(payment) == []


def test_the_shop_takes_what_was_approved(
    provider: PaymentProvider, payment: StandInPayment
) -> None:
    logs_in(payment)
    decides(payment, "approve")

    progress = provider.resume(started(payment))

    assert progress.status == PaymentStatus.PAID
    assert progress.brand == "buyer@example.com"
    assert books(payment) == ["charge"]


def test_looking_it_up_takes_nothing(provider: PaymentProvider, payment: StandInPayment) -> None:
    logs_in(payment)
    decides(payment, "approve")

    assert provider.lookup(started(payment)).status == PaymentStatus.APPROVED
    assert books(payment) == []


def test_what_is_approved_can_be_cancelled(
    provider: PaymentProvider, payment: StandInPayment
) -> None:
    logs_in(payment)
    decides(payment, "approve")

    provider.cancel(started(payment))

    assert provider.resume(started(payment)).status == PaymentStatus.CANCELLED
    assert books(payment) == []


def test_who_cancels_is_back_in_the_shop(
    provider: PaymentProvider, payment: StandInPayment
) -> None:
    logs_in(payment)
    answer = decides(payment, "cancel")

    assert answer.url == "http://testserver/back/?t=1"
    assert standing(payment) == ("cancelled", "cancelled")
    assert provider.resume(started(payment)).reason == DeclineReason.CANCELLED


def test_who_is_nobody_approves_nothing(payment: StandInPayment) -> None:
    decides(payment, "approve")

    assert standing(payment) == ("open", "")


def test_who_is_somebody_else_may_say_so(payment: StandInPayment) -> None:
    logs_in(payment, "broke@example.com")
    decides(payment, "other")
    logs_in(payment)

    assert "buyer@example.com" in looks_at(payment).content.decode()


@pytest.mark.parametrize("payer", ["", "stranger@example.com"])
def test_a_stranger_is_not_let_in(payment: StandInPayment, payer: str) -> None:
    answer = logs_in(payment, payer)

    assert answer.context["form"].errors["payer"]
    payment.refresh_from_db()
    assert payment.brand == ""


def test_without_money_the_shop_hears_it_when_it_takes_it(
    provider: PaymentProvider, payment: StandInPayment
) -> None:
    progress = _approved_by("broke@example.com", provider, payment)

    assert (progress.status, progress.reason) == (PaymentStatus.DECLINED, DeclineReason.FUNDS)


def test_it_may_take_its_time(provider: PaymentProvider, payment: StandInPayment) -> None:
    assert _approved_by("slow@example.com", provider, payment).status == PaymentStatus.PENDING


def test_an_answer_may_be_lost(provider: PaymentProvider, payment: StandInPayment) -> None:
    """It is taken all the same, and looking it up tells."""
    with pytest.raises(ProviderUnreachableError):
        _approved_by("lost@example.com", provider, payment)

    assert provider.lookup(started(payment)).status == PaymentStatus.PAID
    assert books(payment) == ["charge"]


def test_there_may_never_be_an_answer(provider: PaymentProvider, payment: StandInPayment) -> None:
    with pytest.raises(ProviderUnreachableError):
        _approved_by("silent@example.com", provider, payment)

    assert provider.lookup(started(payment)).status == PaymentStatus.APPROVED
    assert books(payment) == []


def test_approving_twice_leads_back_twice(payment: StandInPayment) -> None:
    logs_in(payment)

    answers = [decides(payment, "approve"), decides(payment, "approve")]

    assert [answer.url for answer in answers] == ["http://testserver/back/?t=1"] * 2


def test_who_logs_in_stays_there(payment: StandInPayment) -> None:
    assert logs_in(payment).url == path_of(payment)


def _approved_by(payer: str, provider: PaymentProvider, payment: StandInPayment) -> Progress:
    logs_in(payment, payer)
    decides(payment, "approve")
    named: Started = started(payment)
    return provider.resume(named)
