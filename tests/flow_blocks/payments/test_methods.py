"""The saved payment methods of one owner."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from flow_blocks.models import PaymentMethod
from flow_blocks.payments.methods import (
    has_payment_methods,
    is_choosable,
    method_of,
    methods_of,
    note_use,
    remove,
)
from tests.flow_blocks.saved import CARD_TILL, PAST, TILL, account, card, credit, paypal, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _till(settings: Any) -> None:
    settings.FLOWS_PAYMENT_PROVIDERS = TILL


@pytest.fixture
def ada() -> Any:
    return somebody("ada")


def test_they_are_listed_newest_first_and_nobody_elses(ada: Any) -> None:
    first, second = card(ada), paypal(ada)
    card(somebody("eve"))

    assert methods_of(ada) == [second, first]


@pytest.mark.parametrize("number", [1, 20])
def test_however_many_there_are_a_query_a_kind_is_enough(
    ada: Any, number: int, django_assert_num_queries: Any
) -> None:
    """One for the list, and one for each of the four kinds in it."""
    for _ in range(number):
        card(ada), account(ada), paypal(ada), credit(ada)
    methods_of(ada)  # Django remembers from here on which model is which.

    with django_assert_num_queries(1 + 4):
        words = [each.describe() for each in methods_of(ada)]

    assert len(words) == number * 4


def test_guests_have_none_and_nothing_is_asked(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert methods_of(AnonymousUser()) == methods_of(None) == []


@pytest.mark.parametrize(
    "pk", ["", "0", "-1", "1.5", "x", "9" * 30, "9" * 5000, "٣", "1; DROP", None, "1\0", " 1"]
)
def test_a_key_that_is_none_finds_nothing(ada: Any, pk: Any) -> None:
    card(ada)

    assert method_of(ada, pk) is None
    assert remove(ada, pk) == ""


def test_somebody_elses_is_not_found(ada: Any) -> None:
    hers = card(somebody("eve"))

    assert method_of(ada, hers.pk) is None
    assert remove(ada, hers.pk) == ""
    assert PaymentMethod.objects.filter(pk=hers.pk).exists()


def test_an_expired_card_cannot_be_paid_with_but_removed(ada: Any) -> None:
    old = card(ada, expires=PAST)

    assert method_of(ada, old.pk) is None
    assert remove(ada, old.pk) == "Visa ending in 4242, expired 04/2020"


def test_one_whose_provider_is_gone_cannot_be_paid_with(ada: Any, settings: Any) -> None:
    visa, hers = card(ada), paypal(ada)

    settings.FLOWS_PAYMENT_PROVIDERS = CARD_TILL
    with_cards_only = [is_choosable(visa), is_choosable(hers)]
    settings.FLOWS_PAYMENT_PROVIDERS = {}
    with_none = [is_choosable(visa), is_choosable(hers)]

    assert (with_cards_only, with_none) == ([True, False], [False, False])


def test_removing_twice_is_no_mistake(ada: Any) -> None:
    visa = card(ada)

    assert remove(ada, str(visa.pk)) == "Visa ending in 4242, expires 04/2099"
    assert remove(ada, str(visa.pk)) == ""
    assert not PaymentMethod.objects.exists()


def test_what_was_paid_with_says_when(ada: Any) -> None:
    visa, other = card(ada), card(ada)

    note_use(visa)

    visa.refresh_from_db()
    other.refresh_from_db()
    assert visa.last_used is not None
    assert other.last_used is None


def test_conditions_can_ask_whether_there_is_one_to_choose(ada: Any, rf: RequestFactory) -> None:
    request: Any = rf.get("/")
    seen = [has_payment_methods(request)]
    request.user = ada
    seen.append(has_payment_methods(request))
    card(ada, expires=PAST)
    seen.append(has_payment_methods(request))
    card(ada)
    seen.append(has_payment_methods(request))

    assert seen == [False, False, False, True]
