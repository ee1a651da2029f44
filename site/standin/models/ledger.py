"""The books: a line for each time that money moves, and none is ever changed."""

from typing import Any, ClassVar, NoReturn

from django.db import models

from standin.models.payment import StandInPayment
from standin.prices import price


class Line(models.TextChoices):
    CHARGE = "charge", "Charge"
    REFUND = "refund", "Refund"


class LedgerEntry(models.Model):
    """What tests and auditors read: one charge for each payment that was paid, one refund for each
    that was given back."""

    payment = models.ForeignKey(StandInPayment, on_delete=models.PROTECT, related_name="lines")
    line = models.CharField(max_length=10, choices=Line.choices)
    key = models.CharField(max_length=40)
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "line of the books"
        verbose_name_plural = "lines of the books"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("key", "line", name="standin_once_under_one_key")
        ]

    def __str__(self) -> str:
        return f"{self.get_line_display()}: {self.price}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """`Any`: Django's own arguments."""
        if not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """`Any`: Django's own arguments."""
        self._refuse()

    @property
    def price(self) -> str:
        return price(self.amount, self.currency)

    def _refuse(self) -> NoReturn:
        raise TypeError("A line of the books is never changed; write another one against it.")
