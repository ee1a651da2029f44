"""What a site's user model is like: which of its fields hold a name, an address, a user name.

`Any`, here and below: a site has a model of its own.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ValidationError

NAME_FIELDS = ("full_name", "name", "first_name")
"""Where models keep a person's name; of these, the first that is there."""

LONG_ADDRESS = "a.rather.long.name@mail.department.example.com"
"""Can an address such as this be a user name?"""


def field(name: str) -> Any | None:
    """A field of the user model; None where there is no such field."""
    try:
        return get_user_model()._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def username_field() -> str:
    return str(get_user_model().USERNAME_FIELD)


def email_field() -> str:
    """The name of the field that holds the address; empty where there is none."""
    named = str(get_user_model().get_email_field_name())
    return named if field(named) else ""


def name_field() -> str:
    """The name of the field for a person's name; empty where there is none."""
    taken = {username_field(), email_field()}
    return next((name for name in NAME_FIELDS if name not in taken and field(name)), "")


def email_is_username() -> bool:
    """Can the email address be the user name, too?"""
    if username_field() == email_field():
        return True
    found = field(username_field())
    try:
        return bool(found and found.clean(LONG_ADDRESS, None))
    except (ValidationError, TypeError, ValueError):
        return False


def fields_to_ask_for() -> dict[str, forms.Field]:
    """What a sign-up must ask for beside name, address and password: a user name where the address
    can be none, and what the model requires."""
    return {name: found for name in _required() if (found := _form_field(name)) is not None}


def fields_nobody_can_ask_for() -> list[str]:
    """What the model requires and no plain input can ask for: a choice of other objects, say."""
    return [name for name in _required() if _form_field(name) is None]


def _required() -> Iterator[str]:
    if not email_is_username():
        yield username_field()
    known = {username_field(), email_field(), name_field()}
    yield from (name for name in get_user_model().REQUIRED_FIELDS if name not in known)


def _form_field(name: str) -> forms.Field | None:
    """The form field of a model's own, unless it would list other people's objects."""
    found = field(name)
    if found is None or found.is_relation or not hasattr(found, "formfield"):
        return None
    made: forms.Field | None = found.formfield()
    return made
