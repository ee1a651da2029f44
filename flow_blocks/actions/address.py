"""Address: where somebody lives, or where something shall be sent, as their country writes it."""

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import COMPLETE, Action, Answer, conf, register_action
from cmsflows.blocks import ActionOptions
from flow_blocks.answers.countries import country_name, every_country, offered_countries
from flow_blocks.answers.optional import mark_optional
from flow_blocks.answers.postal import Part, PostalRules, postal_rules

UPDATE = "_country"
"""The name of the button that only shows the fields of the country that was chosen."""

DASHES = re.compile("[\u2010-\u2015\u2212\u30fc]")
"""What keyboards of several countries write for a hyphen."""


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
    """The country first, since it decides which other parts there are, and what they are called."""

    country = forms.ChoiceField(
        label=_("Country"),
        choices=every_country,
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={
            "required": _("Choose a country."),
            "invalid_choice": _("Choose a country."),
        },
    )
    line_1 = line(_("Street and number"), "address-line1", missing=_("Enter a street."))
    line_2 = line(_("Second line"), "address-line2")
    postcode = line(_("Postcode"), "postal-code", max_length=20, missing=_("Enter a postcode."))
    city = line(_("Town or city"), "address-level2", missing=_("Enter a town or city."))
    area = line(_("Region"), "address-level1", max_length=100, missing=_("Enter a region."))

    def __init__(
        self,
        *args: Any,
        purpose: str = "",
        countries: Sequence[str] = (),
        country: str = "",
        **kwargs: Any,
    ) -> None:
        """`purpose` is told to browsers; `country` is the one that is chosen beforehand.

        `Any`: a form's own arguments.
        """
        super().__init__(*args, **kwargs)
        self.offered = offered_countries(countries)
        self.begins_with = country if country in dict(self.offered) else ""
        self.rules = postal_rules(self.chosen_country())
        self._offer_countries()
        self._shape()
        for field in self.fields.values() if purpose else ():
            token = field.widget.attrs["autocomplete"]
            field.widget.attrs["autocomplete"] = f"{purpose} {token}"

    def chosen_country(self) -> str:
        """The country that was posted, or answered before; else the one to begin with."""
        if self.is_bound:
            given = self.data.get(self.add_prefix("country"), "")
        else:
            given = self.initial.get("country") or self.begins_with
        if len(self.offered) == 1:
            given = self.offered[0][0]
        return str(given) if given in dict(self.offered) else ""

    def was_shown_whole(self, posted: Container[str]) -> bool:
        """Has the visitor seen every field that the chosen country has? What is on a page is sent,
        if only as an empty text."""
        return all(self.add_prefix(name) in posted for name in self.fields)

    def _offer_countries(self) -> None:
        field = self.fields["country"]
        blank = [] if self.rules.country in dict(self.offered) else [("", _("Choose a country"))]
        field.choices = [*blank, *self.offered]  # type: ignore[attr-defined]  # `fields` knows only of Field
        if len(self.offered) == 1:
            field.widget = forms.HiddenInput(attrs={"autocomplete": "country"})
            field.initial = self.offered[0][0]
        elif self.begins_with:
            field.initial = self.begins_with

    def _shape(self) -> None:
        """Let the parts be those of the country, in its order."""
        rules = self.rules
        self._name("city", rules.city)
        self._name("postcode", rules.postcode)
        self._name("area", rules.area)
        if rules.areas:
            self.fields["area"] = self._choice_of_areas()
        for part in ("postcode", "city", "area"):
            if part not in rules.parts:
                del self.fields[part]
            elif part not in rules.required:
                mark_optional(self.fields[part])
        mark_optional(self.fields["line_2"])
        self.order_fields(["country", "line_1", "line_2", *rules.parts])

    def _name(self, part: str, called: Part) -> None:
        field = self.fields[part]
        field.label = str(called.label)
        field.error_messages["required"] = str(called.missing)

    def _choice_of_areas(self) -> forms.ChoiceField:
        named = self.fields["area"]
        missing = named.error_messages["required"]
        return forms.ChoiceField(
            label=named.label,
            choices=[("", "---------"), *self.rules.areas],
            widget=forms.Select(attrs={"autocomplete": "address-level1"}),
            error_messages={"required": missing, "invalid_choice": missing},
        )

    def clean_postcode(self) -> str:
        """As the country writes it: in capitals, and in digits that its machines read."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["postcode"])
        postcode = DASHES.sub("-", typed).strip()
        if "postcode" in self.rules.upper:
            postcode = postcode.upper()
        if postcode and not self.rules.is_postcode(postcode):
            raise ValidationError(self._like_this(self.rules), code="invalid")
        return postcode

    @staticmethod
    def _like_this(rules: PostalRules) -> str:
        names = {"part": rules.postcode.label, "example": rules.example}
        if not rules.example:
            return str(_("%(part)s: this does not exist in this country.") % names)
        return str(_("Enter one like %(example)s.") % names)


@register_action("address", label=_("Address"), icon="home", group=_("Questions"))
class Address(Action):
    """Country, street, postcode, town and whatever else an address has there."""

    form_class = AddressForm
    provides = {"address": dict}

    class Options(ActionOptions):
        purpose = blocks.ChoiceBlock(
            label=_("What it is for"),
            help_text=_("Browsers then offer the right one of the addresses they know."),
            choices=[("billing", _("Billing")), ("shipping", _("Delivery"))],
            required=False,
        )
        country = blocks.ChoiceBlock(
            label=_("Country to begin with"),
            help_text=_("Visitors can choose another. The site’s own, if you leave it empty."),
            choices=every_country,
            required=False,
        )
        countries = blocks.ListBlock(
            blocks.ChoiceBlock(label=_("Country"), choices=every_country),
            label=_("Countries to choose from"),
            help_text=_("In this order. All countries, if you add none."),
            default=[],
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        return {
            **super().get_form_kwargs(),
            "purpose": self.options.get("purpose") or "",
            "countries": list(self.options.get("countries") or ()),
            "country": self.options.get("country") or conf.country(),
        }

    def get_form(self, form_class: type[forms.BaseForm] | None = None) -> forms.BaseForm:
        """The fields are those of the country that was answered before, if one was."""
        form = super().get_form(form_class)
        if not isinstance(form, AddressForm) or form.is_bound or not form.initial.get("country"):
            return form
        self.bound_form = self._with_values(form, form.initial)
        return self.bound_form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show another country's fields, with what was typed, before anything is said of them.

        `Any`: see `Action.post`.
        """
        posted = super().get_form()
        is_judged = self.walk.judged_answers(self.node) is not None
        if is_judged or not isinstance(posted, AddressForm):
            return super().post(request, *args, **kwargs)
        if UPDATE not in request.POST and posted.was_shown_whole(request.POST):
            return super().post(request, *args, **kwargs)
        self.bound_form = self._with_values(posted, request.POST.dict())
        return self.render_to_response(self.get_context_data(form=self.bound_form))

    def form_valid(self, form: forms.BaseForm) -> Answer:
        parts = ("line_1", "line_2", "postcode", "city", "area", "country")
        given = {part: form.cleaned_data.get(part, "") for part in parts}
        self.state["address"] = {**given, "country_name": country_name(given["country"])}
        return COMPLETE

    def _with_values(self, form: AddressForm, values: Mapping[str, Any]) -> AddressForm:
        """The form, not yet sent, that begins with these values. `Any`: each field has its own."""
        kwargs = {**self.get_form_kwargs(), "data": None, "files": None}
        return type(form)(**{**kwargs, "initial": dict(values)})
