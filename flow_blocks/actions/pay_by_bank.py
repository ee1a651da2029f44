"""Pay by online bank transfer: the visitor approves the payment at their bank, and comes back."""

from django.utils.translation import gettext_lazy as _

from cmsflows import register_action
from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.options import PayOptions
from flow_blocks.payments.step import PayAtProvider


@register_action(
    "pay_by_bank", label=_("Pay by online bank transfer"), icon="home", group=_("Payments")
)
class PayByBank(PayAtProvider):
    """The visitor approves the payment at their bank, and comes back."""

    takes = PaymentKind.BANK

    class Options(PayOptions):
        pass

    def kind(self) -> str:
        return self.takes
