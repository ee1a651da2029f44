"""The list of payments: what was to be paid, how, and how that stands."""

from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from flow_blocks.admin.flow_titles import titles_of
from flow_blocks.admin.reading import ReadingIndexView, ReadingInspectView, ReadingViewSet
from flow_blocks.models.payment import Payment
from flow_blocks.payments.providers import alias_choices


class PaymentFilterSet(WagtailFilterSet):
    """By what people ask for when somebody calls."""

    provider = ChoiceFilter(label=_("Provider"), choices=alias_choices)

    class Meta:
        model = Payment
        fields = ["status", "kind", "created"]


class ListPaymentsView(ReadingIndexView):
    """The list, with what the flows of all are called, in one go."""

    def get_table(self, object_list: Any) -> Any:
        """`Any`: Wagtail has no types."""
        titles = titles_of(payment.flow for payment in object_list)
        for payment in object_list:
            payment.flow_title = titles.get(payment.flow, payment.flow)
        return super().get_table(object_list)


class InspectPaymentView(ReadingInspectView):
    """One payment, without the addresses by which its visitor goes on."""

    def get_amount_display_value(self) -> str:
        return sum_of(self.object)

    def get_flow_display_value(self) -> str:
        flow = str(self.object.flow)
        return titles_of([flow]).get(flow, flow)


class PaymentViewSet(ReadingViewSet):
    """Payments are begun by visitors and settled by providers; the admin only shows them."""

    model = Payment
    name = "flow_payments"
    allowed = ("view",)
    url_prefix = "flow-payments"
    icon = "tick-inverse"
    menu_label = _("Payments")
    filterset_class = PaymentFilterSet
    search_fields = ("reference", "key", "intent", "task_id", "description")
    list_export = (
        "created", "amount", "currency", "kind", "status", "reason", "provider", "reference",
        "flow",
    )  # fmt: skip
    index_view_class = ListPaymentsView
    inspect_view_class = InspectPaymentView
    inspect_view_fields = (
        "amount", "description", "kind", "brand", "last4", "status", "reason",
        "provider", "reference", "key", "owner", "flow", "task_id", "created", "updated",
        "returned_at",
    )  # fmt: skip

    @property
    def list_display(self) -> list[Any]:
        """`Any`: names and columns."""
        return [
            TitleColumn(
                "amount",
                label=_("Amount"),
                accessor=sum_of,
                sort_key="amount",
                get_url=self.url_of,
            ),
            DateColumn("created", label=_("Begun"), sort_key="created"),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
            Column("provider", label=_("Provider"), sort_key="provider"),
            Column("reference", label=_("Reference"), sort_key="reference"),
            Column("flow_title", label=_("Flow"), sort_key="flow"),
        ]

    def url_of(self, payment: Payment) -> str:
        """Where one payment is looked at."""
        return reverse(self.get_url_name("inspect"), args=[payment.pk])


def sum_of(payment: Payment) -> str:
    """As "12.50 EUR"; the third decimal only where a currency has it."""
    places = 2 if payment.amount == round(payment.amount, 2) else 3
    return f"{number_format(payment.amount, places)} {payment.currency}"
