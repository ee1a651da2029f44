"""Facts: what a condition can ask about a visitor whatever the flow, such as who they are.

A site adds its own:

    @register_fact("is_member", label=_("is a member"), kind=Kind.YES_NO)
    def is_member(request):
        return request.user.is_authenticated and request.user.membership.is_active
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cmsflows import conf
from cmsflows.engine.kinds import Kind
from cmsflows.exceptions import DefinitionError

Choices = Sequence[tuple[str, str]]
"""Pairs of a value and what editors read for it."""

Answer = Callable[[HttpRequest], Any]
"""Answers the value for the visitor who sent a request. `Any`: of the fact's kind."""


def no_choices() -> Choices:
    return ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that conditions can ask for."""

    key: str
    label: str | Promise
    kind: Kind
    choices: Callable[[], Choices]
    """Asked anew each time, since they may stand in the database."""
    answer: Answer


_facts: dict[str, Fact] = {}


def register_fact(
    key: str,
    *,
    label: str | Promise,
    kind: Kind,
    choices: Callable[[], Choices] = no_choices,
) -> Callable[[Answer], Answer]:
    """Let conditions ask for what the decorated function answers. `key` is stored, for ever.

    Raises `DefinitionError` where another function answers under this key already.
    """

    def decorate(answer: Answer) -> Answer:
        taken = _facts.get(key)
        if taken is not None and taken.answer is not answer:
            raise DefinitionError(f"A fact called {key!r} is registered already.")
        _facts[key] = Fact(key, label, kind, choices, answer)
        return answer

    return decorate


def facts() -> Iterator[Fact]:
    """Every registered fact."""
    return iter(tuple(_facts.values()))


def fact_named(key: str) -> Fact | None:
    return _facts.get(key)


def forget_fact(key: str) -> None:
    """Take a fact away again; tests do."""
    _facts.pop(key, None)


def fact_value(key: str, request: HttpRequest) -> Any:
    """The value of a fact for this visitor. Raises `LookupError` where there is no such fact.

    `Any`: of the fact's kind.
    """
    return _facts[key].answer(request)


def _group_choices() -> Choices:
    groups = apps.get_model("auth", "Group").objects.order_by("name")
    return [(name, name) for name in groups.values_list("name", flat=True)]


def _locale_choices() -> Choices:
    return [(code, str(name)) for code, name in conf.languages()]


@register_fact("is_logged_in", label=_("Logged in"), kind=Kind.YES_NO)
def is_logged_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


@register_fact("groups", label=_("Member of"), kind=Kind.CHOICES, choices=_group_choices)
def groups(request: HttpRequest) -> list[str]:
    """By name, so that a condition means the same on another site."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(user, "groups"):
        return []
    return list(user.groups.values_list("name", flat=True))


@register_fact("locale", label=_("Language"), kind=Kind.CHOICE, choices=_locale_choices)
def locale(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", None) or get_language() or "")
