"""Confirm and pay: what was ordered, once more, and then the payment, the way that was chosen."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmsflows import Answer, register_action
from flow_blocks.models.payment import PaymentKind
from flow_blocks.models.payment_method import PaymentMethod
from flow_blocks.payments.methods import method_of, note_use
from flow_blocks.payments.options import PayOptions
from flow_blocks.payments.provider import Account
from flow_blocks.payments.step import PayAtProvider

GONE = _("The payment method that you chose is no longer there. Choose another one.")


@register_action("pay", label=_("Confirm and pay"), icon="tick-inverse", group=_("Payments"))
class Pay(PayAtProvider):
    """Pays the way that an earlier step has asked for."""

    requires = ["amount", "payment_kind"]

    class Options(PayOptions):
        pass

    def kind(self) -> str:
        return str(self.state["payment_kind"])

    @cached_property
    def chosen(self) -> PaymentMethod | None:
        """The visitor's own saved method, if they chose one and it is still there."""
        return method_of(self.request.user, self.state.get("payment_method"))

    def saved_method(self) -> PaymentMethod | None:
        return self.chosen

    def account(self) -> Account | None:
        given = self.state.get("account")
        is_debit = self.kind() == PaymentKind.DIRECT_DEBIT
        return Account(**given) if given and is_debit and not self.chosen else None

    def form_valid(self, form: forms.BaseForm) -> Answer:
        """Who chose a method is charged by no other."""
        if self.state.get("payment_method") and self.chosen is None:
            form.add_error(None, str(GONE))
            return self.form_invalid(form)
        if self.chosen:
            note_use(self.chosen)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`Any`: template variables are of all kinds."""
        return super().get_context_data(way=self.way(), **kwargs)

    def way(self) -> str | Promise:
        """How the visitor pays, to read before they do."""
        if self.chosen:
            return self.chosen.describe()
        kind = str(self.state.get("payment_kind", ""))
        iban = (self.state.get("account") or {}).get("iban", "")
        words = PaymentKind(kind).label if kind in PaymentKind.values else kind
        if iban and kind == PaymentKind.DIRECT_DEBIT:
            return _("%(way)s, from the account ending in %(last4)s") % {
                "way": words,
                "last4": iban[-4:],
            }
        return words
