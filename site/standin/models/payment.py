"""A payment in the stand-in's own words; the shop's record of it is another."""

import secrets
from typing import ClassVar

from django.db import models

from standin.models.token import StandInToken
from standin.outcomes import Outcome
from standin.prices import price


class Kind(models.TextChoices):
    CARD = "card", "Card"
    PAYPAL = "paypal", "PayPal look-alike"
    BANK = "bank", "Pay by bank"
    DIRECT_DEBIT = "direct_debit", "Direct debit"


class Status(models.TextChoices):
    OPEN = "open", "Open"
    APPROVED = "approved", "Approved by the payer"
    PENDING = "pending", "Pending"
    PAID = "paid", "Paid"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    REFUNDED = "refunded", "Refunded"


def new_reference() -> str:
    """128 bits that nobody guesses: whoever has them may see the payment's page."""
    return f"sp_{secrets.token_hex(16)}"


class StandInPayment(models.Model):
    """Changed by `standin.moves` alone."""

    key = models.CharField(max_length=40, unique=True)
    reference = models.CharField(max_length=40, unique=True, default=new_reference)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    reason = models.CharField(max_length=40, blank=True)

    amount = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3)
    description = models.CharField(max_length=255, blank=True)
    email = models.CharField(max_length=254, blank=True)
    remember = models.BooleanField(default=False)
    return_url = models.CharField(max_length=2000)
    notify_url = models.CharField(max_length=2000, blank=True)

    brand = models.CharField(max_length=80, blank=True)
    """Of the card; or the payer's address, or the bank."""
    last4 = models.CharField(max_length=4, blank=True)
    """Never more of a number than this."""
    expires = models.CharField(max_length=7, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    """What the chosen method will do."""
    is_challenged = models.BooleanField(default=False)
    """Does the bank want to be told, in its app, that it is the payer?"""
    answers_to_lose = models.PositiveSmallIntegerField(default=0)
    token = models.ForeignKey(StandInToken, null=True, on_delete=models.SET_NULL)
    """The method that is kept, as the payer agreed to."""

    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "payment"
        ordering: ClassVar = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.reference}: {self.price} ({self.get_status_display()})"

    @property
    def price(self) -> str:
        return price(self.amount, self.currency)

    @property
    def method(self) -> str:
        """What was paid with, as far as it may be shown."""
        return f"{self.brand} •••• {self.last4}" if self.last4 else self.brand
