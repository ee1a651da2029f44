"""The list of saved payment methods, of every kind: whose they are, and never their tokens."""

from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from flow_blocks.admin.reading import ReadingIndexView, ReadingInspectView, ReadingViewSet
from flow_blocks.models.payment_method import PaymentMethod
from flow_blocks.payments.methods import kinds_of_methods
from flow_blocks.payments.providers import alias_choices


def kind_choices() -> list[tuple[str, str]]:
    """A site's own kinds among them, so they are asked for when the list is."""
    return [(str(each.kind), str(each.kind_label)) for each in kinds_of_methods()]


class PaymentMethodFilterSet(WagtailFilterSet):
    """By kind, and by whose they are."""

    kind = ChoiceFilter(label=_("Kind"), choices=kind_choices, method="of_kind")
    provider = ChoiceFilter(label=_("Provider"), choices=alias_choices)
    owner = CharFilter(label=_("User name"), method="of_owner")

    class Meta:
        model = PaymentMethod
        fields: ClassVar[list[str]] = []

    def of_kind(self, queryset: Any, name: str, value: str) -> Any:
        """`Any`: django-polymorphic carries no types."""
        models = [each for each in kinds_of_methods() if each.kind == value]
        return queryset.instance_of(*models) if models else queryset.none()

    def of_owner(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """`Any`: django-polymorphic carries no types."""
        return queryset.filter(**{f"owner__{get_user_model().USERNAME_FIELD}__iexact": value})


class ListMethodsView(ReadingIndexView):
    """The list, with the owners of all in one go."""

    def get_base_queryset(self) -> Any:
        """`Any`: django-polymorphic carries no types."""
        return super().get_base_queryset().select_related("owner")


class InspectMethodView(ReadingInspectView):
    """One method, as its owner recognises it."""

    def get_description_display_value(self) -> str:
        return str(self.object.describe())

    def get_kind_display_value(self) -> str:
        return str(self.object.kind_label)

    def get_field_label(self, field_name: str, field: Any) -> str:
        """`Any`: a field of Django, or None."""
        words = {"description": _("Payment method"), "kind": _("Kind")}
        if field_name in words:
            return str(words[field_name])
        return str(super().get_field_label(field_name, field))


class PaymentMethodViewSet(ReadingViewSet):
    """Owners remove theirs on a page of their own; staff may, with the permission to delete."""

    model = PaymentMethod
    name = "flow_payment_methods"
    url_prefix = "flow-payment-methods"
    icon = "thumbtack"
    menu_label = _("Saved payment methods")
    filterset_class = PaymentMethodFilterSet
    index_view_class = ListMethodsView
    inspect_view_class = InspectMethodView
    inspect_view_fields = ("description", "kind", "owner", "provider", "created", "last_used")

    @property
    def search_fields(self) -> list[str]:
        """By the names that the site's user model has."""
        user = get_user_model()
        return [f"owner__{user.USERNAME_FIELD}", f"owner__{user.get_email_field_name()}"]

    @property
    def list_display(self) -> list[Any]:
        """`Any`: names and columns."""
        return [
            "__str__",
            Column("kind", label=_("Kind"), accessor="kind_label"),
            Column("owner", label=_("User"), accessor="owner.get_username"),
            Column("provider", label=_("Provider"), sort_key="provider"),
            DateColumn("created", label=_("Remembered"), sort_key="created"),
            DateColumn("last_used", label=_("Last used"), sort_key="last_used"),
        ]
