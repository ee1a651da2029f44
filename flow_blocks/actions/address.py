"""Address: where somebody lives, or where something shall be sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import COMPLETE, Action, Answer, register_action
from cmsflows.blocks import ActionOptions


def line(label: Any, token: str, *, max_length: int = 200, missing: Any = "") -> forms.CharField:
    """A line of an address, optional where nothing is `missing` without it.

    `Any`: translated lazily. `token` is the field's `autocomplete`.
    """
    return forms.CharField(
        label=label,
        max_length=max_length,
        required=bool(missing),
        widget=forms.TextInput(attrs={"autocomplete": token}),
        error_messages={"required": missing},
    )


class AddressForm(forms.Form):
    """In the order most envelopes have; nothing is checked that only one country would know."""

    line_1 = line(_("Street and number"), "address-line1", missing=_("Enter a street."))
    line_2 = line(_("Second line (optional)"), "address-line2")
    postcode = line(_("Postcode"), "postal-code", max_length=20, missing=_("Enter a postcode."))
    city = line(_("Town or city"), "address-level2", missing=_("Enter a town or city."))
    country = line(_("Country"), "country-name", max_length=100, missing=_("Enter a country."))

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values() if purpose else ():
            token = field.widget.attrs["autocomplete"]
            field.widget.attrs["autocomplete"] = f"{purpose} {token}"


@register_action("address", label=_("Address"), icon="home", group=_("Questions"))
class Address(Action):
    """Street, postcode, town and country."""

    form_class = AddressForm
    provides = {"address": dict}

    class Options(ActionOptions):
        purpose = blocks.ChoiceBlock(
            label=_("What it is for"),
            help_text=_("Browsers then offer the right one of the addresses they know."),
            choices=[("billing", _("Billing")), ("shipping", _("Delivery"))],
            required=False,
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        return {**super().get_form_kwargs(), "purpose": self.options["purpose"]}

    def form_valid(self, form: forms.BaseForm) -> Answer:
        self.state["address"] = dict(form.cleaned_data)
        return COMPLETE
