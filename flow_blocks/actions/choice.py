"""Choice: one question, and answers to pick one of, both written by the editor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import COMPLETE, Action, Answer, register_action
from cmsflows.blocks import ActionOptions
from flow_blocks.answers.offered import OfferedAnswer, offered, refuse_equal_names


class ChoiceForm(forms.Form):
    """One group of radio buttons, or a drop-down list."""

    choice = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the answers."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )

    def __init__(
        self,
        *args: Any,
        question: str,
        choices: list[tuple[str, str]],
        is_list: bool = False,
        **kwargs: Any,
    ) -> None:
        """`Any`: a form's own arguments."""
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        field.label = question
        if is_list:
            field.widget = forms.Select()
        blank = [("", "---------")] if is_list else []
        field.choices = [*blank, *choices]  # type: ignore[attr-defined]  # `fields` knows only of Field


@register_action("choice", label=_("Choice"), icon="list-ul", group=_("Questions"))
class Choice(Action):
    """One question, and answers to pick one of."""

    form_class = ChoiceForm
    provides = {"choice": str}
    choices_from = {"choice": "choices"}

    class Options(ActionOptions):
        question = blocks.CharBlock(label=_("Question"), max_length=255)
        choices = blocks.ListBlock(OfferedAnswer(), label=_("Answers"), min_num=2)
        look = blocks.ChoiceBlock(
            label=_("How it looks"),
            help_text=_("With many answers a list to open takes less room."),
            choices=[("buttons", _("Buttons, all in sight")), ("list", _("A list to open"))],
            default="buttons",
        )

        def clean(self, value: Any) -> Any:
            """`Any`: the values of a StructBlock are Wagtail's own."""
            cleaned = super().clean(value)
            refuse_equal_names(cleaned)
            return cleaned

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        return {
            **super().get_form_kwargs(),
            "question": self.options["question"],
            "choices": offered(self.options["choices"]),
            "is_list": self.options.get("look") == "list",
        }

    def form_valid(self, form: forms.BaseForm) -> Answer:
        self.state["choice"] = form.cleaned_data["choice"]
        return COMPLETE
