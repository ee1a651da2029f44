"""Contact details: a name, an email address and, if the editor wants it, a telephone number."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import COMPLETE, Action, Answer, register_action
from cmsflows.blocks import ActionOptions


class ContactDetailsForm(forms.Form):
    """Names are free text: they come in all scripts, and some people have only one."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter your email address."),
            "invalid": _("Enter an email address like name@example.com."),
        },
    )
    phone = forms.CharField(
        label=_("Telephone number"),
        max_length=40,
        validators=[
            RegexValidator(
                r"\A\+?[0-9 ()/.\-]{4,}(x[0-9]{1,6})?\Z",
                _("Enter a telephone number like 030 1234567 or +49 30 1234567."),
            )
        ],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Enter your telephone number.")},
    )

    def __init__(self, *args: Any, phone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if phone == "no":
            del self.fields["phone"]
        if phone == "optional":
            self.fields["phone"].required = False
            self.fields["phone"].label = _("Telephone number (optional)")


@register_action("contact_details", label=_("Contact details"), icon="user", group=_("Questions"))
class ContactDetails(Action):
    """A name, an email address and a telephone number."""

    form_class = ContactDetailsForm
    provides = {"name": str, "email": str, "phone": str}

    class Options(ActionOptions):
        phone = blocks.ChoiceBlock(
            label=_("Telephone number"),
            choices=[
                ("optional", _("Ask for it, but do not insist")),
                ("required", _("Ask for it, and insist")),
                ("no", _("Do not ask for it")),
            ],
            default="optional",
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        return {**super().get_form_kwargs(), "phone": self.options["phone"]}

    def form_valid(self, form: forms.BaseForm) -> Answer:
        self.state.update({"phone": "", **form.cleaned_data})
        return COMPLETE
