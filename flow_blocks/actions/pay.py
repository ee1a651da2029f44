"""Confirm and pay: what was ordered, once more, and then the payment, the way that was chosen."""

from django.utils.translation import gettext_lazy as _

from cmsflows import register_action
from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.options import PayOptions
from flow_blocks.payments.provider import Account
from flow_blocks.payments.step import PayAtProvider


@register_action("pay", label=_("Confirm and pay"), icon="tick-inverse", group=_("Payment"))
class Pay(PayAtProvider):
    """Pays the way that an earlier step has asked for."""

    requires = ["amount", "payment_kind"]

    class Options(PayOptions):
        pass

    def kind(self) -> PaymentKind:
        return PaymentKind(self.state["payment_kind"])

    def account(self) -> Account | None:
        given = self.state.get("account")
        return Account(**given) if given and self.kind() is PaymentKind.DIRECT_DEBIT else None
