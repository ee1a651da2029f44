"""Choice: one question, and answers to pick one of, both written by the editor."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import COMPLETE, Action, Answer, register_action
from cmsflows.blocks import ActionOptions


class ChoiceForm(forms.Form):
    """One group of radio buttons."""

    choice = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the answers."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )

    def __init__(
        self, *args: Any, question: str, choices: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        field.label = question
        field.choices = choices  # type: ignore[attr-defined]  # `fields` knows only of Field


class OfferedAnswer(blocks.StructBlock):
    """An answer that visitors can pick."""

    label = blocks.CharBlock(label=_("Answer"), max_length=255)
    value = blocks.CharBlock(
        label=_("Name"),
        max_length=100,
        required=False,
        help_text=_("What conditions refer to. The answer itself, if you leave it empty."),
    )


@register_action("choice", label=_("Choice"), icon="list-ul", group=_("Questions"))
class Choice(Action):
    """One question, and answers to pick one of."""

    form_class = ChoiceForm
    provides = {"choice": str}
    choices_from = {"choice": "choices"}

    class Options(ActionOptions):
        question = blocks.CharBlock(label=_("Question"), max_length=255)
        choices = blocks.ListBlock(OfferedAnswer(), label=_("Answers"), min_num=2)

        def clean(self, value: Any) -> Any:
            """`Any`: the values of a StructBlock are Wagtail's own."""
            cleaned = super().clean(value)
            names = Counter(name for name, _label in offered(cleaned))
            if twice := [name for name, count in names.items() if count > 1]:
                message = _("Two answers are called “%(name)s”. Give each a name of its own.")
                error = ValidationError(message, params={"name": twice[0]})
                raise blocks.StructBlockValidationError({"choices": error})
            return cleaned

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        return {
            **super().get_form_kwargs(),
            "question": self.options["question"],
            "choices": offered(self.options),
        }

    def form_valid(self, form: forms.BaseForm) -> Answer:
        self.state["choice"] = form.cleaned_data["choice"]
        return COMPLETE


def offered(options: Any) -> list[tuple[str, str]]:
    """Pairs of name and label. `Any`: the values of a StructBlock are Wagtail's own."""
    pairs = [(each["value"] or each["label"], each["label"]) for each in options["choices"]]
    return [pair for pair in pairs if pair[0]]
