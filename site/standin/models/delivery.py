"""A webhook: what the shop shall hear, and whether it has."""

import secrets
from typing import ClassVar

from django.db import models

from standin.models.payment import StandInPayment


def new_event() -> str:
    return f"ev_{secrets.token_hex(12)}"


class Delivery(models.Model):
    """Sent again and again until somebody answers that it was heard."""

    event = models.CharField(max_length=40, unique=True, default=new_event)
    payment = models.ForeignKey(StandInPayment, on_delete=models.CASCADE, related_name="deliveries")
    url = models.CharField(max_length=2000)
    payload = models.TextField()
    signature = models.CharField(max_length=200, blank=True)
    """As it was last sent."""
    tries = models.PositiveIntegerField(default=0)
    answered = models.PositiveSmallIntegerField(null=True, blank=True)
    """The HTTP status of the last answer."""
    trouble = models.CharField(max_length=200, blank=True)
    """Why there was none."""
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "webhook"
        verbose_name_plural = "webhooks"
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.event} to {self.url}"

    @property
    def was_heard(self) -> bool:
        return self.answered is not None and 200 <= self.answered < 300
