"""Fills a form with what its step was told before, so that who goes back finds their answers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from cmsflows.engine.answers import Answers
from cmsflows.engine.file_reference import FileReference

NO_FILES: MultiValueDict[str, Any] = MultiValueDict()


Upload = Callable[[Any], FileReference | list[FileReference]]
"""Reads one encoded reference or several, and adds the URLs at which their owner finds the files.

`Any`: JSON.
"""


def is_shown_as_posted(form_class: object, answers: Answers) -> bool:
    """Must this form be bound to be shown again? A formset's rows are what its inputs say: blank
    ones, and those to be deleted. One with secrets or uploads is asked anew instead."""
    is_formset = isinstance(form_class, type) and issubclass(form_class, forms.BaseFormSet)
    return is_formset and not answers.withheld and not answers.files


def refill(form: object, answers: Answers | None, *, upload: Upload) -> None:
    """Let a form begin with these answers; one that was posted keeps what was.

    Uploads are a posted form's beginnings, too: one that is not replaced stays. Raises
    `UnreadableRecordError` for one that is not this task's.
    """
    if not answers:
        return
    if isinstance(form, forms.BaseForm):
        form.initial = {**(form.initial or {}), **_beginnings(form, answers, upload)}


def _beginnings(form: forms.BaseForm, answers: Answers, upload: Upload) -> dict[str, Any]:
    """`Any`: each widget reads values of its own kind."""
    names = {name: form.add_prefix(name) for name in form.fields}
    uploads = {
        name: upload(answers.files[given])
        for name, given in names.items()
        if given in answers.files
    }
    return uploads if form.is_bound else {**_typed(form, answers), **uploads}


def _typed(form: forms.BaseForm, answers: Answers) -> dict[str, Any]:
    data = answers.as_post()
    inputs = {name: (field, form.add_prefix(name)) for name, field in form.fields.items()}
    return {
        name: field.bound_data(
            field.widget.value_from_datadict(data, NO_FILES, given),
            form.get_initial_for_field(field, name),
        )
        for name, (field, given) in inputs.items()
        if not field.widget.needs_multipart_form
        and given not in answers.withheld
        and not field.widget.value_omitted_from_data(data, NO_FILES, given)
    }
