"""The list of payments: what was to be paid, how, and how that stands."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from flow_blocks.models.payment import Payment
from flow_blocks.payments.admin.looking import LookingViewSet


class PaymentFilterSet(WagtailFilterSet):
    """By what people ask for when somebody calls."""

    class Meta:
        model = Payment
        fields = ["status", "kind", "provider", "created"]


class PaymentViewSet(LookingViewSet):
    """Payments are begun by visitors and settled by providers; the admin only shows them."""

    model = Payment
    icon = "tick-inverse"
    menu_label = _("Payments")
    filterset_class = PaymentFilterSet
    search_fields = ("reference", "key", "intent", "task_id", "description")
    list_export = (
        "created", "amount", "currency", "kind", "status", "reason", "provider", "reference",
        "flow",
    )  # fmt: skip
    inspect_view_fields = (
        "amount", "currency", "description", "kind", "brand", "last4", "status", "reason",
        "provider", "reference", "key", "owner", "flow", "task_id", "created", "updated",
        "returned_at",
    )  # fmt: skip

    @property
    def list_display(self) -> list[Any]:
        """`Any`: names and columns."""
        return [
            "__str__",
            DateColumn("created", label=_("Begun"), sort_key="created"),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
            Column("provider", label=_("Provider"), sort_key="provider"),
            Column("reference", label=_("Reference"), sort_key="reference"),
            Column("flow", label=_("Flow"), sort_key="flow"),
        ]
