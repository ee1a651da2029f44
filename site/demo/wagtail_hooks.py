"""Orders in the admin: a menu item, and a list to search and to filter."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from demo.orders import Order

WHAT, WHO, PAYMENT = _("What"), _("Who"), _("Payment")


class OrderViewSet(ModelViewSet):
    """Orders come from the checkout, and now and then from the telephone."""

    model = Order
    menu_label = _("Orders")
    icon = "clipboard-list"
    add_to_admin_menu = True
    menu_order = 200
    list_display = ["__str__", "name", "payment", "total", "created"]
    list_filter = {"payment": ["exact"], "created": ["gte", "lte"]}
    search_fields = ["item", "name", "email"]
    copy_view_enabled = False
    inspect_view_enabled = True
    panels = [
        MultiFieldPanel(
            [FieldPanel("item"), FieldPanel("quantity"), FieldPanel("unit_price")], WHAT
        ),
        MultiFieldPanel([FieldPanel("name"), FieldPanel("email"), FieldPanel("phone")], WHO),
        MultiFieldPanel(
            [FieldPanel("payment"), FieldPanel("iban_ending"), FieldPanel("address")], PAYMENT
        ),
    ]


@hooks.register("register_admin_viewset")
def orders() -> OrderViewSet:
    return OrderViewSet("orders")
