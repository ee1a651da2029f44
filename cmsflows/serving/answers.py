"""Picks from a posted form the answers to keep: declared fields, and nothing secret."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from cmsflows.definition.nodes import EMPTY
from cmsflows.engine.action import Action
from cmsflows.engine.answers import Answers
from cmsflows.engine.codec import encode
from cmsflows.engine.file_reference import FileReference
from cmsflows.engine.reader import fields_of
from cmsflows.engine.widgets import autocomplete_tokens, widgets_within

SECRET_AUTOCOMPLETE = ("cc-", "current-password", "new-password", "one-time-code")
"""Beginnings of autocomplete tokens whose values are never kept (HTML Standard, autofill)."""

ONE_INPUT = (forms.widgets.Input, forms.Textarea, forms.widgets.ChoiceWidget)
"""Widgets that post under the name of their field and no other."""

Values = dict[str, list[str]]
"""By the name of the input, as it was submitted."""


def answers_to_keep(action: Action) -> Answers:
    """The submitted values of an action's form or formset, except what is sensitive.

    Of uploads, those that the action has kept.
    """
    values: Values = {}
    files: dict[str, Any] = {}
    withheld: list[str] = []
    for form in _forms(action.bound_form):
        shown = _answers(form, action.sensitive_fields)
        values.update(shown)
        files.update(_uploads(form, action))
        withheld += _withheld(form, action.sensitive_fields)
    return Answers(values, files, tuple(name for name in withheld if name not in files))


def is_secret(field: forms.Field) -> bool:
    """Must the value of this field never be kept?"""
    return any(map(_is_secret_widget, widgets_within(field.widget)))


def is_secret_input(action: type[Action], name: str, options: Mapping[str, Any] = EMPTY) -> bool:
    """Could an input of this name hold a secret of this action's form? Unknown ones could.

    `options` are the step's, in their stored form. `Any`: JSON of any shape.
    """
    fields = fields_of(action, options)
    owner = next((field for field in fields if name == field or name.endswith(f"-{field}")), "")
    owner = owner or _owner(name, fields)
    return not owner or owner in action.sensitive_fields or is_secret(fields[owner])


def _forms(form: object) -> list[forms.BaseForm]:
    if isinstance(form, forms.BaseFormSet):
        return [form.management_form, *form.forms]
    return [form] if isinstance(form, forms.BaseForm) else []


def _answers(form: forms.BaseForm, sensitive: Sequence[str]) -> Values:
    if not isinstance(form.data, MultiValueDict):
        return {}
    fields = {form.add_prefix(name): field for name, field in form.fields.items()}
    hidden = {form.add_prefix(name) for name in sensitive}
    found: Values = {}
    for name in form.data:
        owner = _owner(name, fields)
        if owner and owner not in hidden and not is_secret(fields[owner]):
            found[name] = list(map(str, form.data.getlist(name)))
    return found


def _withheld(form: forms.BaseForm, sensitive: Sequence[str]) -> Iterator[str]:
    """Fields whose values are not among the answers; an upload's only where there was one."""
    for name, field in form.fields.items():
        given = form.add_prefix(name)
        if field.widget.needs_multipart_form:
            is_withheld = given in form.files
        else:
            is_withheld = name in sensitive or is_secret(field)
        if is_withheld:
            yield given


def _uploads(form: forms.BaseForm, action: Action) -> dict[str, Any]:
    """Encoded references to the uploads of this form that the action has kept. `Any`: JSON."""
    cleaned = getattr(form, "cleaned_data", {})
    return {
        form.add_prefix(name): encode(kept, task_id=action.walk.task_id)
        for name, field in form.fields.items()
        if field.widget.needs_multipart_form and (kept := _kept(action, cleaned.get(name)))
    }


def _kept(action: Action, value: Any) -> FileReference | list[FileReference] | None:
    """What the action has kept of an upload, or of several under one name.

    `Any`: each field cleans to what it likes.
    """
    if not isinstance(value, list | tuple):
        return action.kept_file(value)
    return [kept for each in value if (kept := action.kept_file(each)) is not None]


def _owner(name: str, fields: Mapping[str, forms.Field]) -> str:
    """The field an input belongs to: its own, or the one it is a part of, as a date's three lists.

    Empty for inputs that no field declares.
    """
    if name in fields:
        return name
    wholes = [
        whole
        for whole, field in fields.items()
        if name.startswith(f"{whole}_") and not isinstance(field.widget, ONE_INPUT)
    ]
    return max(wholes, key=len, default="")


def _is_secret_widget(widget: forms.Widget) -> bool:
    return (
        getattr(widget, "input_type", "") == "password"
        or widget.needs_multipart_form
        or any(token.startswith(SECRET_AUTOCOMPLETE) for token in autocomplete_tokens(widget))
    )
