"""The shop's own steps, as a developer writes them; editors find them in the group "Shop"."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.utils.translation import gettext_lazy as _

import demo.newsletter  # noqa: F401  # its steps are blocks, too
from cmsflows import COMPLETE, NOT_DONE, Action, Answer, register_action
from demo.forms import BankDetailsForm, InvoiceForm, ItemForm
from demo.orders import Order, Payment

SHOP = _("Shop")
PAID = {"payment": _("Nobody finishes without having chosen how to pay.")}
ORDERED = {"order": _("Nobody finishes without an order.")}
"""Promises that editors can tick on the page of a flow."""


@register_action("confirm_item", label=_("Confirm the item"), icon="tag", group=SHOP)
class ConfirmItem(Action):
    """Which of the shop's things it is, and how many of them."""

    form_class = ItemForm
    provides = {"item": str, "title": str, "price": Decimal, "quantity": int}

    def get_initial(self) -> dict[str, Any]:
        """A product's page leads here with `?item=`; anything else can be picked as well."""
        return {**super().get_initial(), "item": self.request.GET.get("item")}

    def form_valid(self, form: forms.BaseForm) -> Answer:
        product = form.cleaned_data["item"]
        self.state["item"] = product.slug
        self.state["title"] = product.title
        self.state["price"] = product.price
        self.state["quantity"] = form.cleaned_data["quantity"]
        return COMPLETE


@register_action("on_invoice", label=_("On invoice"), icon="mail", group=SHOP)
class OnInvoice(Action):
    """The buyer promises to pay later."""

    form_class = InvoiceForm
    provides = {"payment": str}
    promises = PAID

    def form_valid(self, form: forms.BaseForm) -> Answer:
        self.state["payment"] = Payment.INVOICE.value
        return COMPLETE


@register_action("bank_details", label=_("Bank details"), icon="form", group=SHOP)
class BankDetails(Action):
    """The account that pays, and its holder."""

    form_class = BankDetailsForm
    provides = {"payment": str, "iban": str, "holder": str}
    promises = PAID

    def form_valid(self, form: forms.BaseForm) -> Answer:
        self.state["payment"] = Payment.BANK_TRANSFER.value
        self.state.update(form.cleaned_data)
        return COMPLETE


@register_action("confirm_order", label=_("Check and confirm"), icon="tick-inverse", group=SHOP)
class ConfirmOrder(Action):
    """Shows what will be ordered, and makes the order, once."""

    commits = True
    locks_answers = True
    requires = ["item", "title", "price", "quantity", "email", "payment"]
    provides = {"order": str}
    promises = ORDERED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(order=self.order(), **kwargs)

    def form_valid(self, form: forms.BaseForm) -> Answer:
        order = self.order()
        order.reference = self.idempotency_key
        order.save()
        self.state["order"] = order.reference
        messages.success(self.request, f"We have your order. Its number is {order.pk}.")
        return COMPLETE

    def settle(self) -> Answer:
        """A server that fell over half way has made the order, or it has not."""
        if not Order.objects.filter(reference=self.idempotency_key).exists():
            return NOT_DONE
        self.state["order"] = self.idempotency_key
        return COMPLETE

    def order(self) -> Order:
        """What would be ordered; nothing is saved."""
        state = self.state
        order = Order(
            item=state.get("title", ""),
            quantity=state.get("quantity", 1),
            unit_price=state.get("price", Decimal(0)),
            name=state.get("name") or state.get("holder", ""),
            email=state.get("email", ""),
            phone=state.get("phone", ""),
            payment=state.get("payment", ""),
            iban_ending=state.get("iban", "")[-4:],
            address=in_lines(state.get("holder", ""), **state.get("address", {})),
        )
        order.total = order.sum()
        return order


def in_lines(
    holder: str,
    *,
    line_1: str = "",
    line_2: str = "",
    postcode: str = "",
    city: str = "",
    area: str = "",
    country: str = "",
    country_name: str = "",
) -> str:
    """An address as it stands on an envelope."""
    town = " ".join(filter(None, [postcode, city, area]))
    return "\n".join(filter(None, [holder, line_1, line_2, town, country_name or country]))
