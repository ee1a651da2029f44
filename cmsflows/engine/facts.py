"""Facts: what conditions may ask about a visitor beside their answers.

@register_fact("is_logged_in", label=_("Is logged in"), kind="yes_no")
def is_logged_in(request): ...
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cmsflows import conf

Choices = Callable[[], Iterable[tuple[str, str | Promise]]]


def no_choices() -> list[tuple[str, str | Promise]]:
    """For facts that may be anything."""
    return []


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is known of whoever sends a request."""

    key: str
    label: str | Promise
    kind: str
    """One of "text", "number", "date", "yes_no", "choice", "choices"."""
    choices: Choices
    of: Callable[[HttpRequest], Any]
    """Answers it. `Any`: see `kind`."""


_facts: dict[str, Fact] = {}


def register_fact(
    key: str, *, label: str | Promise, kind: str, choices: Choices = no_choices
) -> Callable[[Callable[[HttpRequest], Any]], Callable[[HttpRequest], Any]]:
    """Make a function of the request something that conditions may ask for."""

    def decorate(function: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
        _facts[key] = Fact(key, label, kind, choices, function)
        return function

    return decorate


def facts() -> Mapping[str, Fact]:
    """All that are registered, by key."""
    return _facts


def fact_value(key: str, request: HttpRequest) -> Any:
    """What is so for this request. Raises `LookupError` for a fact that nobody registered.

    `Any`: see `Fact.kind`.
    """
    return _facts[key].of(request)


@register_fact("is_logged_in", label=_("Is logged in"), kind="yes_no")
def is_logged_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def group_choices() -> list[tuple[str, str | Promise]]:
    names = apps.get_model("auth.Group").objects.order_by("name").values_list("name", flat=True)
    return [(name, name) for name in names]


@register_fact("groups", label=_("Is in group"), kind="choices", choices=group_choices)
def groups(request: HttpRequest) -> list[str]:
    if not is_logged_in(request) or not hasattr(request.user, "groups"):
        return []
    return list(request.user.groups.values_list("name", flat=True))


@register_fact("locale", label=_("Language"), kind="choice", choices=conf.languages)
def locale(request: HttpRequest) -> str:
    """The language that the visitor reads."""
    return getattr(request, "LANGUAGE_CODE", None) or get_language() or ""
