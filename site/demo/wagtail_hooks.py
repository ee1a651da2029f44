"""The admin of the shop: orders to search and to filter, and a checkout that stays."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page

from demo.orders import Order

WHAT, WHO, PAYMENT = _("What"), _("Who"), _("Payment")


class OrderViewSet(ModelViewSet):
    """Orders come from the checkout, and now and then from the telephone."""

    model = Order
    menu_label = _("Orders")
    icon = "clipboard-list"
    add_to_admin_menu = True
    menu_order = 200
    list_display = ["__str__", "name", "payment", "total", "status", "created"]
    list_filter = {"payment": ["exact"], "status": ["exact"], "created": ["gte", "lte"]}
    search_fields = ["item", "name", "email"]
    copy_view_enabled = False
    inspect_view_enabled = True
    panels = [
        MultiFieldPanel(
            [FieldPanel("item"), FieldPanel("quantity"), FieldPanel("unit_price")], WHAT
        ),
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("email"), FieldPanel("phone"), FieldPanel("address")],
            WHO,
        ),
        MultiFieldPanel(
            [FieldPanel("payment"), FieldPanel("paid_with"), FieldPanel("status")], PAYMENT
        ),
    ]


@hooks.register("before_delete_page")
def refuse_deleting(request: HttpRequest, page: Model) -> None:
    """Wagtail lets whoever may edit and publish a page delete it; marketing may do just that."""
    if not request.user.is_superuser:
        raise PermissionDenied


@hooks.register("before_bulk_action")
def refuse_deleting_many(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: object
) -> None:
    """The same from the list of pages."""
    if action_type == "delete" and any(isinstance(each, Page) for each in objects):
        refuse_deleting(request, objects[0])


@hooks.register("register_admin_viewset")
def orders() -> OrderViewSet:
    return OrderViewSet("orders")
