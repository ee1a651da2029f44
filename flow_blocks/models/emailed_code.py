"""An emailed code: six digits that somebody was sent, as a keyed hash, and what became of them."""

from django.db import models


class EmailedCode(models.Model):
    """The last code of one run for one purpose and one address; a new one takes its place.

    Neither the code nor the address can be read from it. See `flow_blocks.accounts.codes`, which
    changes it by conditional updates only.
    """

    purpose = models.CharField(max_length=20)
    task = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    """A keyed hash of the email address."""
    digest = models.CharField(max_length=64)
    """A keyed hash of the code and all of the above."""
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
    """When it was entered, and right."""
    spent_at = models.DateTimeField(null=True)
    """When what it was entered for was done; then it is good for nothing any more."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "task", "address"], name="flow_blocks_one_code_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.task}"
