"""Checks what is known of people: does it rest where others could read it?"""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register

from cmsflows import conf
from cmsflows.checks.stores import name_of, stores_that_are_there
from cmsflows.engine.registry import registry
from cmsflows.engine.widgets import autocomplete_tokens, widgets_within
from cmsflows.exceptions import DefinitionError
from cmsflows.statestore.encryption import cipher_of_site

PERSONAL = frozenset(
    {
        "additional-name",
        "country",
        "country-name",
        "email",
        "family-name",
        "given-name",
        "honorific-prefix",
        "honorific-suffix",
        "impp",
        "name",
        "nickname",
        "photo",
        "postal-code",
        "sex",
        "street-address",
        "username",
    }
)
"""Autocomplete tokens by which a form asks for something about a person (HTML, "Autofill")."""

PERSONAL_BEGINNINGS = ("address-line", "address-level", "bday", "cc-", "tel")
"""Families of such tokens: "tel-national", "bday-year"."""


@register("cmsflows")
def check_personal_data(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Does personal data rest in the clear outside the database? `Any`: Django's own."""
    actions = [] if conf.get("FLOWS_ENCRYPTION_KEYS") else list(actions_about_people())
    if not actions:
        return []
    return [
        Warning(
            f"What people enter in {', '.join(actions)} rests unencrypted in {name_of(store)}.",
            hint="Set FLOWS_ENCRYPTION_KEYS and install cmsflows[encryption], or keep tasks in the "
            "database.",
            id="cmsflows.W004",
        )
        for store in stores_that_are_there()
        if not store.rests_in_database
    ]


@register("cmsflows")
def check_encryption_keys(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Can tasks be encrypted by the keys that are set? `Any`: Django passes what it likes."""
    try:
        cipher_of_site()
    except DefinitionError as error:
        hint = "An empty list keeps tasks in the clear."
        return [Error(str(error), hint=hint, id="cmsflows.E004")]
    return []


def actions_about_people() -> Iterator[str]:
    """The keys of registered actions whose form asks for something about a person."""
    for entry in registry.actions:
        form = getattr(entry.target, "form_class", None)
        form = getattr(form, "form", form)  # A formset is made of many of one.
        fields: dict[str, forms.Field] = getattr(form, "base_fields", {})
        is_written = bool(getattr(entry.target, "fields_from", ""))  # Editors ask what they like.
        if is_written or any(is_personal(field) for field in fields.values()):
            yield entry.key


def is_personal(field: forms.Field) -> bool:
    """Does this field, or a part of it, ask for something about a person?"""
    return any(
        token in PERSONAL or token.startswith(PERSONAL_BEGINNINGS)
        for widget in widgets_within(field.widget)
        for token in autocomplete_tokens(widget)
    )
