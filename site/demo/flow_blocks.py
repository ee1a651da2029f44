"""The shop's own steps, as a developer writes them; editors find them in the group "Shop"."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import demo.newsletter  # noqa: F401  # its steps are blocks, too
from cmsflows import COMPLETE, Action, Answer, register_action
from demo.confirming import confirm
from demo.forms import ItemForm
from demo.ordering import in_lines, place_order
from flow_blocks.actions.pay import Pay
from flow_blocks.models.payment import Payment

SHOP = _("Shop")


@register_action("confirm_item", label=_("Confirm the item"), icon="tag", group=SHOP)
class ConfirmItem(Action):
    """Which of the shop's things it is, and how many of them."""

    form_class = ItemForm
    provides = {"item": str, "title": str, "price": Decimal, "quantity": int, "amount": Decimal}

    def get_initial(self) -> dict[str, Any]:
        """A product's page leads here with `?item=`; anything else can be picked as well."""
        return {**super().get_initial(), "item": self.request.GET.get("item")}

    def form_valid(self, form: forms.BaseForm) -> Answer:
        product = form.cleaned_data["item"]
        quantity = form.cleaned_data["quantity"]
        self.state["item"] = product.slug
        self.state["title"] = product.title
        self.state["price"] = product.price
        self.state["quantity"] = quantity
        self.state["amount"] = product.price * quantity
        return COMPLETE


@register_action("confirm_order", label=_("Confirm and pay"), icon="tick-inverse", group=SHOP)
class ConfirmOrder(Pay):
    """Shows what will be ordered, has it paid, and makes the order, once."""

    requires = [*Pay.requires, "item", "title", "price", "quantity", "email"]
    provides = {**Pay.provides, "order": str}
    promises = {**Pay.promises, "order": _("Nobody finishes without an order.")}

    def order_lines(self) -> list[tuple[str | Promise, str]]:
        state = self.state
        lines = [
            (_("Item"), f"{state.get('quantity', 1)} × {state.get('title', '')}"),
            (_("Price"), f"€ {state.get('price', 0)} each"),
            (_("Name"), state.get("name", "")),
            (_("Email address"), state.get("email", "")),
            (_("Telephone number"), state.get("phone", "")),
            (_("Address"), in_lines(**state.get("address", {}))),
            *super().order_lines(),
        ]
        return [(words, text) for words, text in lines if text]

    def on_paid(self, payment: Payment) -> None:
        """In one transaction with the payment's being taken up."""
        order = place_order(payment, self.state)
        self.state["order"] = payment.intent
        confirm(order, key=payment.intent)
