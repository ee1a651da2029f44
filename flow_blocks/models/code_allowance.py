"""A code allowance: how many codes one address was sent lately, so that nobody is flooded."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flow_blocks.models.expiring import delete_some


class CodeAllowance(models.Model):
    """One address and one purpose, over all runs."""

    purpose = models.CharField(max_length=20)
    address = models.CharField(max_length=64)
    """A keyed hash of the email address."""
    since = models.DateTimeField(db_index=True)
    sent = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("allowance of codes")
        verbose_name_plural = _("allowances of codes")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "address"], name="flow_blocks_one_allowance_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.sent}"

    @classmethod
    def delete_expired(cls, *, batch: int) -> int:
        """Those whose hour is over."""
        before = timezone.now() - timedelta(hours=2)
        return delete_some(cls.objects.filter(since__lt=before), batch=batch)
