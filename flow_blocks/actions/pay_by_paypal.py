"""Pay with PayPal: the visitor approves the payment at PayPal, and comes back."""

from django.utils.translation import gettext_lazy as _

from cmsflows import register_action
from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.options import PayOptions
from flow_blocks.payments.step import PayAtProvider


@register_action("pay_by_paypal", label=_("Pay with PayPal"), icon="mail", group=_("Payments"))
class PayByPayPal(PayAtProvider):
    """The visitor approves the payment at PayPal, and comes back."""

    takes = PaymentKind.PAYPAL

    class Options(PayOptions):
        pass

    def kind(self) -> str:
        return self.takes
