"""Choose how to pay: the ways that the editor offers, as far as the site's providers take them."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import COMPLETE, Action, Answer, register_action
from cmsflows.blocks import ActionOptions
from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.providers import available_kinds
from flow_blocks.payments.remembering import can_remember


class ChoosePaymentForm(forms.Form):
    """One group of radio buttons; where there is one way only, it is not asked for."""

    way = forms.ChoiceField(
        label=_("How would you like to pay?"),
        choices=PaymentKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you would like to pay."),
            "invalid_choice": _("Choose one of the ways to pay."),
        },
    )
    remember = forms.BooleanField(
        label=_("Remember this for the next time"),
        help_text=_(
            "The payment provider keeps it. We keep no more than you need to recognise it, and you "
            "can remove it at any time."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, ways: list[PaymentKind], offers_to_remember: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["way"]  # `fields` knows only of Field.
        field.choices = [(way.value, way.label) for way in ways]
        if len(ways) == 1:
            field.widget = forms.HiddenInput()
            field.initial = ways[0].value
        if not offers_to_remember:
            del self.fields["remember"]


class NoWayForm(forms.Form):
    """Nothing to choose, and no way to complete it."""

    def clean(self) -> dict[str, Any]:
        """`Any`: cleaned values are of all kinds."""
        raise ValidationError(_("You cannot pay at the moment. Please come back later."))


@register_action(
    "choose_payment", label=_("Choose how to pay"), icon="radio-full", group=_("Payments")
)
class ChoosePayment(Action):
    """Card, PayPal, online bank transfer or direct debit; conditions of later steps ask which."""

    form_class = ChoosePaymentForm
    provides = {"payment_kind": str, "remember": bool}
    removes = ["payment_method", "account"]

    class Options(ActionOptions):
        ways = blocks.MultipleChoiceBlock(
            label=_("Ways to pay"),
            choices=PaymentKind.choices,
            default=PaymentKind.values,
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "Visitors see those of them that a payment provider of this site takes. Of one "
                "only, they just read which it is."
            ),
        )
        offer_to_remember = blocks.BooleanBlock(
            label=_("Offer to remember it"),
            default=True,
            required=False,
            help_text=_(
                "Visitors who are logged in can then pay without entering it again, if the payment "
                "provider keeps it."
            ),
        )

    def get_form_class(self) -> type[forms.BaseForm]:
        return ChoosePaymentForm if self.ways else NoWayForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        kwargs = super().get_form_kwargs()
        if not self.ways:
            return kwargs
        return {**kwargs, "ways": self.ways, "offers_to_remember": bool(self.remembered)}

    @cached_property
    def ways(self) -> list[PaymentKind]:
        """What the editor offers, as far as some provider takes it."""
        return [kind for kind in available_kinds() if kind in self.options["ways"]]

    @property
    def only_way(self) -> PaymentKind | None:
        """What there is no choice about."""
        return self.ways[0] if len(self.ways) == 1 else None

    @cached_property
    def remembered(self) -> list[PaymentKind]:
        """The ways that this visitor can have remembered."""
        if not self.options["offer_to_remember"]:
            return []
        return [kind for kind in self.ways if can_remember(self.request.user, kind)]

    def form_valid(self, form: Any) -> Answer:
        """`Any`: what was cleaned is of all kinds."""
        way = form.cleaned_data["way"]
        for name in self.removes:
            self.state.pop(name, None)
        self.state["payment_kind"] = way
        self.state["remember"] = bool(form.cleaned_data.get("remember")) and way in self.remembered
        return COMPLETE
