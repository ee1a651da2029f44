"""The line to the shop is as bad as it is made, for as many calls as it is made so."""

import pytest

from flow_blocks.models.payment import PaymentStatus
from flow_blocks.payments.errors import ProviderUnreachableError
from flow_blocks.payments.provider import PaymentProvider
from standin import line
from standin.models import StandInPayment, Weather
from tests.standin.conftest import Begin, a_charge
from tests.standin.naming import started

pytestmark = pytest.mark.django_db

Call, Loses = Weather.Call, Weather.Loses


def test_a_lost_call_did_nothing(provider: PaymentProvider) -> None:
    line.make_trouble(Loses.CALL, call=Call.START, left=1)

    with pytest.raises(ProviderUnreachableError) as caught:
        provider.start(a_charge())

    assert str(caught.value) == "The stand-in bank could not be reached."
    assert not StandInPayment.objects.exists()


def test_a_lost_answer_undoes_nothing(provider: PaymentProvider) -> None:
    line.make_trouble(Loses.ANSWER, call=Call.START, left=1)

    with pytest.raises(ProviderUnreachableError) as caught:
        provider.start(a_charge())

    assert str(caught.value) == "The answer of the stand-in bank was lost."
    assert StandInPayment.objects.count() == 1


def test_trouble_ends_after_so_many_calls(provider: PaymentProvider) -> None:
    line.make_trouble(Loses.CALL, left=2)
    wish = a_charge()

    for _ in range(2):
        with pytest.raises(ProviderUnreachableError):
            provider.start(wish)

    assert provider.start(wish).status == PaymentStatus.OPEN


@pytest.mark.parametrize("call", [Call.RESUME, Call.LOOKUP, Call.CANCEL, Call.REFUND])
def test_trouble_meets_the_calls_it_is_meant_for(
    provider: PaymentProvider, begin: Begin, call: Weather.Call
) -> None:
    named = started(begin())
    line.make_trouble(Loses.CALL, call=call)
    calls = {
        Call.RESUME: provider.resume,
        Call.LOOKUP: provider.lookup,
        Call.CANCEL: provider.cancel,
        Call.REFUND: provider.refund,
    }

    with pytest.raises(ProviderUnreachableError):
        calls.pop(call)(named)

    assert all(other(named) for other in calls.values())


def test_trouble_by_chance_is_now_and_then(provider: PaymentProvider, begin: Begin) -> None:
    named = started(begin())
    line.make_trouble(Loses.ANSWER, percent=50)

    lost = [_is_lost(provider, named) for _ in range(60)]

    assert set(lost) == {True, False}


def test_trouble_of_no_chance_is_none(provider: PaymentProvider) -> None:
    line.make_trouble(Loses.CALL, percent=0)

    assert provider.start(a_charge()).status == PaymentStatus.OPEN


def test_all_trouble_can_be_ended(provider: PaymentProvider) -> None:
    line.make_trouble(Loses.CALL)
    line.make_trouble(Loses.ANSWER, call=Call.START)

    line.clear_up()

    assert provider.start(a_charge()).status == PaymentStatus.OPEN


def test_a_cancellation_whose_answer_was_lost_is_done(
    provider: PaymentProvider, begin: Begin
) -> None:
    payment = begin()
    line.make_trouble(Loses.ANSWER, call=Call.CANCEL, left=1)

    with pytest.raises(ProviderUnreachableError):
        provider.cancel(started(payment))

    payment.refresh_from_db()
    assert payment.status == "cancelled"


def _is_lost(provider: PaymentProvider, named: object) -> bool:
    try:
        provider.lookup(named)
    except ProviderUnreachableError:
        return True
    return False
