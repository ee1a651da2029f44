"""Contact details: a name, an email address and, if the editor wants it, a telephone number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import COMPLETE, Action, Answer, register_action
from cmsflows.blocks import ActionOptions
from flow_blocks.answers.countries import every_country
from flow_blocks.answers.optional import mark_optional
from flow_blocks.answers.phones import PhoneField
from flow_blocks.mail.email_field import EmailField


class ContactDetailsForm(forms.Form):
    """Names are free text: they come in all scripts, and some people have only one."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = EmailField()
    phone = PhoneField(label=_("Telephone number"))

    def __init__(self, *args: Any, phone: str, region: str = "", **kwargs: Any) -> None:
        """`region` is the country of numbers that do not say theirs. `Any`: a form's own."""
        super().__init__(*args, **kwargs)
        self.fields["phone"].region = region  # type: ignore[attr-defined]  # `fields` knows only of Field
        if phone == "no":
            del self.fields["phone"]
        if phone == "optional":
            mark_optional(self.fields["phone"])


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
        region = blocks.ChoiceBlock(
            label=_("Country of telephone numbers"),
            help_text=_(
                "Of those that do not begin with “+” and a country’s code. The site’s own, if you "
                "leave it empty."
            ),
            choices=every_country,
            required=False,
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        asked = {"phone": self.options["phone"], "region": self.options.get("region") or ""}
        return {**super().get_form_kwargs(), **asked}

    def form_valid(self, form: forms.BaseForm) -> Answer:
        self.state.update({"phone": "", **form.cleaned_data})
        return COMPLETE
