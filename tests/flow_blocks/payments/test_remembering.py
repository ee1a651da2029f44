"""Remembers a payment method for the next time."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from flow_blocks.models import PaymentMethod, SavedBankAccount, SavedCard
from flow_blocks.payments import remembering
from flow_blocks.payments.provider import Account, Token
from flow_blocks.payments.remembering import can_remember, model_of, remember
from tests.flow_blocks.saved import CARD_TILL, TILL, somebody

VISA = Token(token="tok_1", brand="Visa", last4="4242", expires="2029-04")


@pytest.mark.django_db
def test_a_card_is_kept_as_its_provider_tells_it() -> None:
    ada = somebody("ada")

    made: Any = remember(ada, alias="till", kind="card", token=VISA)

    assert isinstance(made, SavedCard)
    assert (made.owner, made.provider, made.token) == (ada, "till", "tok_1")
    assert (made.brand, made.last4, made.expires) == ("Visa", "4242", "2029-04")


@pytest.mark.django_db
def test_of_a_bank_account_its_holder_is_kept_and_not_its_number() -> None:
    account = Account(iban="DE89370400440532013000", holder="Ada", bic="COBADEFFXXX")

    made = remember(
        somebody("ada"),
        alias="till",
        kind="direct_debit",
        token=Token(token="mandate_1"),
        account=account,
    )

    row = SavedBankAccount.objects.filter(pk=getattr(made, "pk", 0)).values().get()
    assert (row["holder"], row["bic"], row["last4"]) == ("Ada", "COBADEFFXXX", "3000")
    assert "37040044" not in str(row)


@pytest.mark.django_db
@pytest.mark.parametrize("owner", [None, AnonymousUser()])
def test_guests_have_nothing_remembered(owner: Any) -> None:
    assert remember(owner, alias="till", kind="card", token=VISA) is None
    assert not PaymentMethod.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "token"), [("card", Token(token="")), ("barter", VISA), ("bank", VISA), ("", VISA)]
)
def test_without_a_token_or_a_kind_that_can_be_kept_there_is_nothing(
    kind: str, token: Token
) -> None:
    assert remember(somebody("ada"), alias="till", kind=kind, token=token) is None


@pytest.mark.django_db
def test_a_token_that_is_too_long_is_not_cut_but_left_and_the_log_says_so(caplog: Any) -> None:
    token = Token(token="t" * 256)

    assert remember(somebody("ada"), alias="till", kind="card", token=token) is None
    assert caplog.messages == [
        "A token of till is longer than can be kept; see PaymentMethod.token."
    ]


@pytest.mark.django_db
def test_the_same_token_again_brings_it_up_to_date() -> None:
    """A provider may learn of the new date of a card under its old token."""
    ada = somebody("ada")
    first = remember(ada, alias="till", kind="card", token=VISA)
    newer = Token(token="tok_1", brand="", last4="4242", expires="2033-01")

    second: Any = remember(ada, alias="till", kind="card", token=newer)

    assert second == first
    assert (second.brand, second.expires) == ("Visa", "2033-01")
    assert SavedCard.objects.get().expires == "2033-01"


@pytest.mark.django_db
def test_one_token_under_two_kinds_stays_what_it_was() -> None:
    ada = somebody("ada")
    first = remember(ada, alias="till", kind="card", token=VISA)

    assert remember(ada, alias="till", kind="paypal", token=VISA) == first


@pytest.mark.django_db
def test_who_was_slower_gets_what_the_faster_has_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other's row comes between our look and our write."""
    ada = somebody("ada")
    faster = remember(ada, alias="till", kind="card", token=VISA)
    look, looks = remembering._brought_up_to_date, [lambda *_: None]
    monkeypatch.setattr(
        remembering, "_brought_up_to_date", lambda *told: (looks.pop() if looks else look)(*told)
    )

    slower = remember(ada, alias="till", kind="card", token=VISA)

    assert slower == faster
    assert looks == []


@pytest.mark.django_db(transaction=True)
def test_four_at_once_keep_one() -> None:
    """The webhook, the visitor's return and their second click may come together."""
    ada, made, start = somebody("ada"), [], Barrier(4)

    def remembers() -> None:
        start.wait()
        made.append(remember(ada, alias="till", kind="card", token=VISA))
        connection.close()

    threads = [Thread(target=remembers) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == [SavedCard.objects.get()] * 4


@pytest.mark.django_db
def test_remembering_is_offered_where_the_provider_does_it(settings: Any) -> None:
    ada = somebody("ada")

    settings.FLOWS_PAYMENT_PROVIDERS = TILL
    assert can_remember(ada, "card")
    assert not can_remember(AnonymousUser(), "card")
    assert not can_remember(ada, "bank")
    assert not can_remember(ada, "barter")
    settings.FLOWS_PAYMENT_PROVIDERS = CARD_TILL
    assert not can_remember(ada, "card")


def test_every_model_answers_to_its_kind() -> None:
    kinds = ("card", "direct_debit", "paypal", "store_credit")

    assert [model.__name__ for kind in kinds if (model := model_of(kind))] == [
        "SavedCard",
        "SavedBankAccount",
        "SavedPayPal",
        "StoreCredit",
    ]
