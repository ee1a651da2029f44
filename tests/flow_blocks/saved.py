"""Saved payment methods for the tests, made as the core makes them: by a provider's token."""

from itertools import count
from typing import Any

from django.contrib.auth import get_user_model

from flow_blocks.payments.provider import Token
from flow_blocks.payments.remembering import remember
from tests.credit.models import StoreCredit

TILL = {"till": {"BACKEND": "tests.credit.till.Till"}}
CARD_TILL = {"till": {"BACKEND": "tests.credit.till.CardTill"}}
FUTURE, PAST = "2099-04", "2020-04"

_numbers = count(1)


def somebody(name: str) -> Any:
    return get_user_model().objects.create_user(name, f"{name}@example.com", "a secret")


def card(owner: Any, *, last4: str = "4242", expires: str = FUTURE, brand: str = "Visa") -> Any:
    token = Token(token=_token(), brand=brand, last4=last4, expires=expires)
    return remember(owner, alias="till", kind="card", token=token)


def account(owner: Any, *, last4: str = "3000") -> Any:
    token = Token(token=_token(), last4=last4)
    return remember(owner, alias="till", kind="direct_debit", token=token)


def paypal(owner: Any, *, email: str = "ada@example.com") -> Any:
    token = Token(token=_token(), brand=email)
    return remember(owner, alias="till", kind="paypal", token=token)


def credit(owner: Any, *, left: int = 5) -> StoreCredit:
    """The shop's own kind, which no provider answers a token for."""
    return StoreCredit.objects.create(owner=owner, provider="till", token=_token(), left=left)


def _token() -> str:
    return f"tok_secret_{next(_numbers)}"
