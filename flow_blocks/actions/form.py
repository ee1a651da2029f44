"""Form: the questions that an editor puts together."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cmsflows import COMPLETE, Action, Answer, register_action
from cmsflows.blocks import ActionOptions
from flow_blocks.answers.asked import asked_fields
from flow_blocks.answers.building import build
from flow_blocks.answers.fields_block import FieldsBlock
from flow_blocks.answers.optional import question_of

FIELDS = FieldsBlock()
"""Reads fields in their stored form, wherever that is."""


AGAIN = _("Choose the file again: it cannot be kept until the other answers are right.")


class EditorForm(forms.Form):
    """A form of the fields it is given."""

    def __init__(self, *args: Any, fields: Mapping[str, forms.Field], **kwargs: Any) -> None:
        """`Any`: a form's own arguments."""
        super().__init__(*args, **kwargs)
        self.fields.update(fields)

    def clean(self) -> dict[str, Any]:
        """Files do not come through a form that has errors, so they are asked for again.

        `Any`: cleaned values are of all kinds.
        """
        lost = [name for name in self.files if name in self.fields and name not in self.errors]
        for name in lost if self.errors else ():
            self.add_error(name, AGAIN)
        return self.cleaned_data


@register_action("form", label=_("Form"), icon="form", group=_("Questions"))
class Form(Action):
    """Questions of all kinds; what is answered is in the state, by the names of the fields."""

    form_class = EditorForm
    provides = {"form": dict}
    fields_from = "fields"

    class Options(ActionOptions):
        fields = FieldsBlock(label=_("Fields"))

    @classmethod
    def written_fields(cls, options: Mapping[str, Any]) -> Mapping[str, forms.Field]:
        """`Any`: options in their stored form."""
        stored = options.get("fields")
        items = (
            [each for each in stored if isinstance(each, dict)] if isinstance(stored, list) else []
        )
        made = build(asked_fields(FIELDS.to_python(items)))
        for field in made.values():
            field.label = str(question_of(field))  # Editors read it, in a condition.
        return made

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        fields = build(asked_fields(self.options["fields"]))
        return {**super().get_form_kwargs(), "fields": fields}

    def form_valid(self, form: forms.BaseForm) -> Answer:
        self.state["form"] = {name: self._kept(value) for name, value in form.cleaned_data.items()}
        return COMPLETE

    def _kept(self, value: Any) -> Any:
        """Uploads are kept; all else is as it is. `Any`: each field cleans to its own."""
        if not isinstance(value, list):
            return value
        return [each if isinstance(each, str) else self.keep_file(each) for each in value]
