"""The place of payments in the admin's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from flow_blocks.admin.payment_methods import PaymentMethodViewSet
from flow_blocks.admin.payments import PaymentViewSet


class PaymentsGroup(ModelViewSetGroup):
    """Shown to who may look at one of the two."""

    menu_label = _("Payments")
    menu_icon = "tick-inverse"
    menu_order = 120
    items = (PaymentViewSet, PaymentMethodViewSet)
