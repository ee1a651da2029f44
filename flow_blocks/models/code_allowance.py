"""A code allowance: how many codes one address was sent lately, so that nobody is flooded."""

from django.db import models


class CodeAllowance(models.Model):
    """One address and one purpose, over all runs."""

    purpose = models.CharField(max_length=20)
    address = models.CharField(max_length=64)
    """A keyed hash of the email address."""
    since = models.DateTimeField(db_index=True)
    sent = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "address"], name="flow_blocks_one_allowance_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.sent}"
