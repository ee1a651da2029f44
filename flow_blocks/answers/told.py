"""What visitors answered, in words: labelled as they were asked, as they would read it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name
from django.utils.datastructures import MultiValueDict
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cmsflows import FileReference
from cmsflows.engine.answers import Answers
from flow_blocks.answers.optional import question_of
from flow_blocks.answers.uploads import as_list

UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, ValidationError)
"""What fields raise at what they cannot read."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line: a question, and what was answered."""

    label: str | Promise
    value: str
    """Several answers stand in lines of their own."""
    name: str = ""
    """Of the input."""
    files: tuple[FileReference, ...] = ()
    """What was uploaded, each with its URL."""


def told(form: object, answers: Answers) -> Iterator[Told]:
    """What a step's form was told; it is bound to these answers, or begins with them.

    What is empty is left out, and so is what was never kept. A formset tells of each row.
    """
    if isinstance(form, forms.BaseFormSet):
        for row in form.forms:
            if row.has_changed():
                yield from _told(row, answers)
    elif isinstance(form, forms.BaseForm):
        yield from _told(form, answers)
        yield from _no_longer_asked(form, answers)


def in_words(field: forms.Field, value: Any) -> str:
    """A value as its visitor would read it: the words of a choice, a date in their language.

    `Any`: what the field has cleaned.
    """
    if isinstance(value, bool):
        return _("Yes") if value else ""
    return "\n".join(filter(None, (_one(field, each) for each in _several(value))))


def _told(form: forms.BaseForm, answers: Answers) -> Iterator[Told]:
    for name, field in form.fields.items():
        given = form.add_prefix(name)
        if given in answers.withheld or field.widget.is_hidden:
            continue
        label = question_of(field) or pretty_name(name)
        if field.widget.needs_multipart_form:
            kept = as_list(form.get_initial_for_field(field, name))
            files = tuple(each for each in kept if isinstance(each, FileReference))
            text = "\n".join(each.name for each in files)
        else:
            files, text = (), in_words(field, _value(field, given, answers))
        if text:
            yield Told(label, text, given, files)


def _value(field: forms.Field, given: str, answers: Answers) -> Any:
    """`Any`: each field decides; what it cannot read stays as it was written."""
    raw = field.widget.value_from_datadict(answers.as_post(), MultiValueDict(), given)
    try:
        return field.to_python(raw)
    except UNREADABLE:
        return raw


def _several(value: Any) -> Iterable[Any]:
    """`Any`: see `in_words`."""
    is_one = isinstance(value, str) or not hasattr(value, "__iter__")
    return [value] if is_one else value


def _one(field: forms.Field, value: Any) -> str:
    """`Any`: see `in_words`."""
    if value is None or value == "":
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    labels = _labels(field)
    return str(labels.get(str(value), localize(value)))


def _labels(field: forms.Field) -> Mapping[str, str | Promise]:
    """What a visitor saw in place of what the browser sent."""
    found: dict[str, str | Promise] = {}
    choices: Any = getattr(field, "choices", ())  # Pairs, which the stubs cannot tell.
    for value, label in choices:
        pairs = label if isinstance(label, list | tuple) else [(value, label)]
        found.update((str(each), words) for each, words in pairs)
    return found


def _no_longer_asked(form: forms.BaseForm, answers: Answers) -> Iterator[Told]:
    """What was answered to fields that the form has no more."""
    asked = tuple(form.add_prefix(name) for name in form.fields)
    parts = tuple(f"{name}_" for name in asked)
    for name, values in answers.values.items():
        text = "\n".join(filter(None, values))
        if text and name not in asked and not name.startswith(parts):
            yield Told(pretty_name(name), text, name)
