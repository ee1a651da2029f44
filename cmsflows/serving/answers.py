"""Picks from a posted form the answers to keep: declared fields, and nothing secret."""

from django import forms
from django.http import QueryDict

from cmsflows.engine.action import Action

SECRET_AUTOCOMPLETE = ("cc-", "current-password", "new-password", "one-time-code")
"""Beginnings of autocomplete tokens whose values are never kept (HTML Standard, autofill)."""

Answers = dict[str, list[str]]
"""By the name of the input, as it was submitted."""


def answers_to_keep(action: Action) -> Answers:
    """The submitted values of an action's form, except files and what is sensitive."""
    form = action.bound_form
    if not isinstance(form, forms.BaseForm) or not isinstance(form.data, QueryDict):
        return {}
    secret = {form.add_prefix(name) for name in form.fields if is_secret(action, form, name)}
    kept = {form.add_prefix(name) for name in form.fields} - secret
    return {
        name: form.data.getlist(name)
        for name in form.data
        if _belongs_to(name, kept) and not _belongs_to(name, secret)
    }


def is_secret(action: Action, form: forms.BaseForm, name: str) -> bool:
    """Must the value of this field never be kept?"""
    field = form.fields[name]
    token = str(field.widget.attrs.get("autocomplete", ""))
    return (
        name in action.sensitive_fields
        or isinstance(field.widget, forms.PasswordInput)
        or isinstance(field, forms.FileField)
        or any(part.startswith(SECRET_AUTOCOMPLETE) for part in token.split())
    )


def _belongs_to(name: str, fields: set[str]) -> bool:
    """Is this input one of these fields, or a part of one, as those of a date's three lists?"""
    return name in fields or any(name.startswith(f"{field}_") for field in fields)
