"""Remembers a payment method for the next time, where its owner has asked for it."""

import logging
from typing import Any

from django.db import IntegrityError, transaction

from flow_blocks.models.payment_method import PaymentMethod
from flow_blocks.payments.errors import PaymentSettingsError
from flow_blocks.payments.methods import is_known, kinds_of_methods
from flow_blocks.payments.provider import Account, Token
from flow_blocks.payments.providers import provider_of

logger = logging.getLogger("flow_blocks")

LONGEST = 255
"""Characters of a token."""


def remember(
    owner: Any, *, alias: str, kind: str, token: Token, account: Account | None = None
) -> PaymentMethod | None:
    """Keep a method that the provider called `alias` has answered a token for.

    The same token is kept once for an owner, however often and however many at once this is
    called; what is shown of it is brought up to date. None for guests, for an empty token, and
    where nothing can be kept of this kind. `Any`: a site has a user model of its own.
    """
    model = model_of(kind)
    if not is_known(owner) or not token.token or model is None:
        return None
    if len(token.token) > LONGEST:
        logger.error("A token of %s is longer than can be kept; see PaymentMethod.token.", alias)
        return None
    details = model.details(_known(token, account))
    named = {"owner": owner, "provider": alias, "token": token.token}
    return _brought_up_to_date(named, details) or _made(model, named, details)


def can_remember(owner: Any, kind: str) -> bool:
    """May a visitor be offered to have a method of this kind remembered? `Any`: see `remember`."""
    try:
        found = provider_of(kind)
    except PaymentSettingsError:
        return False
    return is_known(owner) and kind in found.remembers and model_of(kind) is not None


def model_of(kind: str) -> type[PaymentMethod] | None:
    """The model that keeps methods of this kind."""
    return next((model for model in kinds_of_methods() if model.kind == kind), None)


def _known(token: Token, account: Account | None) -> dict[str, str]:
    known = {"brand": token.brand, "last4": token.last4, "expires": token.expires}
    if account is None:
        return known
    last4 = token.last4 or account.iban[-4:]
    return {**known, "last4": last4, "holder": account.holder, "bic": account.bic}


def _made(
    model: type[PaymentMethod], named: dict[str, Any], details: dict[str, Any]
) -> PaymentMethod | None:
    """`Any`: fields are of all kinds."""
    try:
        with transaction.atomic():
            return model.objects.create(**named, **details)
    except IntegrityError:  # Somebody was faster.
        return _brought_up_to_date(named, details)


def _brought_up_to_date(named: dict[str, Any], details: dict[str, Any]) -> PaymentMethod | None:
    """What is kept under this token, with what the provider says of it now, as of a new card under
    an old token. `Any`: fields are of all kinds."""
    found: PaymentMethod | None = PaymentMethod.objects.filter(**named).first()
    if found is None:
        return None
    told = {name: value for name, value in details.items() if value and hasattr(found, name)}
    for name, value in told.items():
        setattr(found, name, value)
    if told:
        found.save(update_fields=list(told))
    return found
