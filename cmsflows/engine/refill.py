"""Fills a form with what its step was told before, so that who goes back finds their answers."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from cmsflows.engine.answers import Answers
from cmsflows.engine.file_reference import FileReference

NO_FILES: MultiValueDict[str, Any] = MultiValueDict()


Upload = Callable[[Any], FileReference]
"""Reads an encoded reference, and adds the URL at which its owner finds the file. `Any`: JSON."""


def refill(form: object, answers: Answers | None, *, upload: Upload) -> None:
    """Let a form or formset begin with these answers; one that was posted keeps what was.

    Uploads are a posted form's beginnings, too: one that is not replaced stays. Raises
    `UnreadableRecordError` for one that is not this task's.
    """
    if not answers:
        return
    if isinstance(form, forms.BaseForm):
        form.initial = {**(form.initial or {}), **_beginnings(form, answers, upload)}
    elif isinstance(form, forms.BaseFormSet) and not form.is_bound:
        form.initial = _rows(form, answers, upload)


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
    inputs = {name: (field.widget, form.add_prefix(name)) for name, field in form.fields.items()}
    return {
        name: widget.value_from_datadict(data, NO_FILES, given)
        for name, (widget, given) in inputs.items()
        if not widget.needs_multipart_form
        and given not in answers.withheld
        and not widget.value_omitted_from_data(data, NO_FILES, given)
    }


def _rows(formset: Any, answers: Answers, upload: Upload) -> list[Mapping[str, Any]]:
    """What each form of a formset was told. `Any`: the stubs' formsets are generic."""
    total = answers.get(f"{formset.prefix}-TOTAL_FORMS")
    count = int(total[0]) if total and total[0].isdecimal() else 0
    kind = type(formset.empty_form)
    return [
        _beginnings(formset_row(formset, kind, number), answers, upload)
        for number in range(min(count, formset.absolute_max))
    ]


def formset_row(formset: Any, kind: Any, number: int) -> forms.BaseForm:
    """A form that reads the inputs of one row. `Any`: see `_rows`."""
    row: forms.BaseForm = kind(prefix=formset.add_prefix(number), **formset.get_form_kwargs(number))
    return row
