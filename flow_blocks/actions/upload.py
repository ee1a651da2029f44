"""Upload: one file or several, of the kinds that the editor allows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import COMPLETE, Action, Answer, register_action
from cmsflows.blocks import ActionOptions
from flow_blocks.answers.upload_options import (
    Limits,
    kinds_block,
    limits_of,
    megabytes_block,
    number_block,
)
from flow_blocks.answers.uploads import UploadField


class UploadForm(forms.Form):
    """One input for files."""

    files = UploadField(label=_("File"), kinds=(), max_bytes=0)  # type: ignore[assignment]  # a field, which the form takes away

    def __init__(
        self, *args: Any, question: str, required: bool, limits: Limits, **kwargs: Any
    ) -> None:
        """`Any`: a form's own arguments."""
        super().__init__(*args, **kwargs)
        field = UploadField(label=question, required=required, **limits)
        field.help_text = field.limits_in_words
        self.fields["files"] = field


@register_action("upload", label=_("Upload"), icon="upload", group=_("Questions"))
class Upload(Action):
    """One file or several. What they are is told by their bytes, and they rest in private."""

    form_class = UploadForm
    provides = {"files": list}

    class Options(ActionOptions):
        question = blocks.CharBlock(label=_("What to upload"), max_length=255)
        required = blocks.BooleanBlock(
            label=_("Must be answered"),
            help_text=_("Nobody gets past this step without a file then."),
            default=True,
            required=False,
        )
        kinds = kinds_block()
        megabytes = megabytes_block()
        most = number_block()

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        return {
            **super().get_form_kwargs(),
            "question": self.options["question"],
            "required": self.options["required"],
            "limits": limits_of(self.options),
        }

    def form_valid(self, form: forms.BaseForm) -> Answer:
        self.state["files"] = [self.keep_file(each) for each in form.cleaned_data["files"]]
        return COMPLETE
