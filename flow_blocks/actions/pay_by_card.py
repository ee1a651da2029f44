"""Pay by card: the visitor enters their card at the provider, and comes back."""

from django.utils.translation import gettext_lazy as _

from cmsflows import register_action
from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.options import PayOptions
from flow_blocks.payments.step import PayAtProvider


@register_action("pay_by_card", label=_("Pay by card"), icon="credit-card", group=_("Payments"))
class PayByCard(PayAtProvider):
    """The visitor enters their card at the provider, and comes back."""

    takes = PaymentKind.CARD

    class Options(PayOptions):
        pass

    def kind(self) -> str:
        return self.takes
