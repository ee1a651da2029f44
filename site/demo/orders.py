"""An order: what somebody bought, and how they pay for it."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Payment(models.TextChoices):
    """How an order is paid: the first four in the checkout, the last by who orders by telephone."""

    CARD = "card", _("Card")
    PAYPAL = "paypal", _("PayPal")
    BANK = "bank", _("Online bank transfer")
    DIRECT_DEBIT = "direct_debit", _("Direct debit")
    INVOICE = "invoice", _("On invoice")


class Status(models.TextChoices):
    """Is it to be made, and how far is it?"""

    PLACED = "placed", _("Placed")
    READY = "ready", _("Ready to be fetched")
    FETCHED = "fetched", _("Fetched")
    CANCELLED = "cancelled", _("Cancelled, and paid back")


class Order(models.Model):
    """Made when the checkout has been paid for.

    The item's title and price are copied, since a product may be renamed, repriced or removed.
    """

    item = models.CharField(max_length=255)
    quantity = models.PositiveSmallIntegerField(default=1)
    unit_price = models.DecimalField(max_digits=8, decimal_places=2)
    total = models.DecimalField(max_digits=10, decimal_places=2, editable=False)

    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)

    payment = models.CharField(max_length=20, choices=Payment.choices)
    paid_with = models.CharField(_("paid with"), max_length=100, blank=True)
    """As "Visa ending in 4242"."""
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PLACED)

    reference = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001  # orders by telephone have none, and there may be many
    """Names the visitor's intent, so that it makes one order however often it is paid for."""

    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created", "-id")

    def __str__(self) -> str:
        return f"#{self.pk}: {self.quantity} × {self.item}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """`Any`: Django's own arguments. The total follows from the rest."""
        self.total = self.sum()
        super().save(*args, **kwargs)

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED

    def sum(self) -> Decimal:
        """What all of it costs."""
        return self.quantity * self.unit_price
