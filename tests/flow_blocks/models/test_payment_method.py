"""A payment method that its owner has had remembered: a family of models."""

import pytest
from django.db import IntegrityError, transaction

from flow_blocks.models import PaymentMethod, SavedCard, SavedPayPal
from tests.credit.models import StoreCredit
from tests.flow_blocks.saved import account, card, credit, paypal, somebody

pytestmark = pytest.mark.django_db


def test_each_is_met_as_what_it_is() -> None:
    ada = somebody("ada")
    made = [card(ada), account(ada), paypal(ada), credit(ada)]

    found = PaymentMethod.objects.filter(owner=ada)

    assert {type(each) for each in found} == {type(each) for each in made}


def test_a_token_is_kept_once_for_an_owner() -> None:
    ada, eve = somebody("ada"), somebody("eve")
    SavedCard.objects.create(owner=ada, provider="till", token="t")
    SavedCard.objects.create(owner=eve, provider="till", token="t")
    SavedCard.objects.create(owner=ada, provider="other", token="t")

    with pytest.raises(IntegrityError), transaction.atomic():
        SavedPayPal.objects.create(owner=ada, provider="till", token="t")


def test_they_go_with_their_owner() -> None:
    """Of every kind at once: rows of several tables must go in the right order."""
    ada, eve = somebody("ada"), somebody("eve")
    for owner in (ada, eve):
        card(owner), account(owner), paypal(owner), credit(owner)

    ada.delete()

    assert PaymentMethod.objects.count() == 4
    assert SavedCard.objects.count() == StoreCredit.objects.count() == 1


def test_words_of_one_never_hold_its_token() -> None:
    ada = somebody("ada")

    for method in (card(ada), account(ada), paypal(ada), credit(ada)):
        assert "tok_secret" not in f"{method} {method!r} {method.describe()}"


def test_a_kind_that_says_nothing_of_itself_has_words_all_the_same() -> None:
    assert PaymentMethod().describe() == "Payment method"
    assert PaymentMethod.details({"brand": "Visa"}) == {}
