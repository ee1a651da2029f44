"""Choose a saved payment method: one of those that the visitor has had remembered, or remove it."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cmsflows import COMPLETE, Action, Answer, register_action
from flow_blocks.models.payment_method import PaymentMethod
from flow_blocks.payments.methods import is_choosable, methods_of, remove

GONE = _("That payment method is no longer there. Choose another one.")


class SavedPaymentMethodForm(forms.Form):
    """One group of radio buttons, of the visitor's own."""

    method = forms.ChoiceField(
        label=_("Payment method"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a payment method."), "invalid_choice": GONE},
    )

    def __init__(self, *args: Any, methods: list[PaymentMethod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["method"]
        field.choices = [(str(each.pk), each.describe()) for each in methods]  # type: ignore[attr-defined]  # `fields` knows only of Field


class NothingSavedForm(forms.Form):
    """Nothing to fill in, and no way to complete it: the visitor pays in another way."""

    def clean(self) -> dict[str, Any]:
        """`Any`: cleaned values are of all kinds."""
        raise ValidationError(
            _("You have no saved payment method that can be used. Choose another way to pay.")
        )


@register_action(
    "saved_payment_method",
    label=_("Choose a saved payment method"),
    icon="thumbtack",
    group=_("Payments"),
)
class SavedPaymentMethod(Action):
    """One of the payment methods that the visitor has had remembered.

    Stand it beside `choose_payment` in a group of which any one is enough, and show it only when
    the visitor has saved payment methods. A method that was removed meanwhile is asked for again.
    """

    form_class = SavedPaymentMethodForm
    provides = {"payment_kind": str, "payment_method": int}
    removes = ["remember", "account"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A button for each method removes it, and the list is shown again. `Any`: see Action."""
        if "remove" in request.POST:
            return self.removed(remove(request.user, request.POST["remove"]))
        return super().post(request, *args, **kwargs)

    def removed(self, words: str) -> HttpResponse:
        """The list once more, without the method of which these are the words."""
        notice = _("%(method)s was removed.") % {"method": words} if words else GONE
        form = self.get_form_class()(**self.arguments_of_an_empty_form())
        return self.render_to_response(self.get_context_data(form=form, notice=notice))

    def get_form_class(self) -> type[forms.BaseForm]:
        return SavedPaymentMethodForm if self.choosable else NothingSavedForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        kwargs = super().get_form_kwargs()
        return {**kwargs, "methods": self.choosable} if self.choosable else kwargs

    def arguments_of_an_empty_form(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        return {**self.get_form_kwargs(), "data": None, "files": None}

    @cached_property
    def methods(self) -> list[PaymentMethod]:
        """All of the visitor's, those that have expired among them."""
        return methods_of(self.request.user)

    @cached_property
    def choosable(self) -> list[PaymentMethod]:
        return [each for each in self.methods if is_choosable(each)]

    @property
    def unusable(self) -> list[PaymentMethod]:
        """Those that can only be looked at, and removed."""
        return [each for each in self.methods if each not in self.choosable]

    def form_valid(self, form: Any) -> Answer:
        """`Any`: what was cleaned is of all kinds."""
        named = form.cleaned_data["method"]
        chosen = next(each for each in self.choosable if str(each.pk) == named)
        for stale in self.removes:
            self.state.pop(stale, None)
        self.state.update(payment_kind=str(chosen.kind), payment_method=chosen.pk)
        return COMPLETE
