"""The saved payment methods of one owner: listed, found and removed; nobody else's are ever met.

See `remembering` for how they come to be.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmsflows.engine.facts import register_fact
from cmsflows.engine.kinds import Kind
from flow_blocks.models.payment_method import PaymentMethod
from flow_blocks.payments.errors import PaymentError
from flow_blocks.payments.providers import configurations, provider

logger = logging.getLogger("flow_blocks")


def methods_of(owner: Any) -> list[PaymentMethod]:
    """Newest first: one query for the list, and one for each kind that is in it.

    `Any`: a site has a user model of its own. Guests have none.
    """
    if not is_known(owner):
        return []
    return list(PaymentMethod.objects.filter(owner=owner))


def method_of(owner: Any, pk: object) -> PaymentMethod | None:
    """The owner's own method of this key, if it can be paid with. `Any`: see `methods_of`."""
    found = _own(owner, pk).first() if is_known(owner) and is_key(pk) else None
    return found if found is not None and is_choosable(found) else None


def is_choosable(method: PaymentMethod) -> bool:
    """Can it be paid with: is it good, and is its provider still there?"""
    is_there = method.provider in configurations()
    return is_there and method.is_usable and method.kind in provider(method.provider).kinds


def remove(owner: Any, pk: object) -> str:
    """Forget the owner's own method of this key; answer what it was, empty where there is none.

    Twice is no mistake. `Any`: see `methods_of`.
    """
    found = _own(owner, pk).first() if is_known(owner) and is_key(pk) else None
    if found is None:
        return ""
    words: str = found.describe()
    found.delete()
    _forget(found)
    return words


def _forget(method: PaymentMethod) -> None:
    """Let the provider forget it, too; if it cannot just now, nobody here charges it any more."""
    try:
        provider(method.provider).forget(method.token)
    except PaymentError as error:
        logger.warning("A method that was removed is still known at its provider. %s", error)


def note_use(method: PaymentMethod) -> None:
    """It was paid with just now."""
    PaymentMethod.objects.filter(pk=method.pk).update(last_used=timezone.now())


def kinds_of_methods() -> Iterator[type[PaymentMethod]]:
    """Every model of the family that names its kind, a site's own among them."""
    waiting: list[type[PaymentMethod]] = [PaymentMethod]
    while waiting:
        model = waiting.pop(0)
        waiting += model.__subclasses__()
        if model.kind and not model._meta.abstract and not model._meta.proxy:
            yield model


def is_known(owner: Any) -> bool:
    """Is this somebody with an account? `Any`: see `methods_of`."""
    return bool(owner is not None and owner.is_authenticated)


def is_key(pk: object) -> bool:
    """Could this be a method's key? What is longer overflows the database's numbers."""
    text = str(pk)
    return text.isascii() and text.isdecimal() and len(text) < 19


@register_fact("has_payment_methods", label=_("Has saved payment methods"), kind=Kind.YES_NO)
def has_payment_methods(request: HttpRequest) -> bool:
    """Is there one to choose? Those that have expired do not count."""
    return any(map(is_choosable, methods_of(getattr(request, "user", None))))


def _own(owner: Any, pk: object) -> Any:
    """`Any`: django-polymorphic carries no types."""
    return PaymentMethod.objects.filter(owner=owner, pk=int(str(pk)))
