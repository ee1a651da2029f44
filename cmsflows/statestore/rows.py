"""The table in which `django_store` keeps tasks."""

from typing import ClassVar

from django.db import models

from cmsflows.statestore.exact_field import ExactCharField
from cmsflows.statestore.going_on import LENGTH


class StoredTask(models.Model):
    """One task at rest. Nothing but the store reads or writes it; `save()` is never called."""

    task_id = ExactCharField(max_length=64, primary_key=True)
    version = models.PositiveIntegerField(default=1)
    """Raised by every write; a write that names an old one is refused."""
    record = models.TextField()
    """JSON."""
    expires_at = models.FloatField(db_index=True)
    """Seconds since the epoch."""
    owner = ExactCharField(max_length=255, blank=True, default="")
    """The record's own, to find it by; so is the binding."""
    binding = ExactCharField(max_length=255, blank=True, default="")
    flow = ExactCharField(max_length=LENGTH, blank=True, default="")
    """Of a run that goes on; empty once it is over, so that the index lists only those."""
    place = ExactCharField(max_length=LENGTH, blank=True, default="")
    """Where it stands, to be counted by: a version and a node."""

    class Meta:
        app_label = "cmsflows"
        indexes: ClassVar = [
            models.Index(fields=["owner", "expires_at"], name="cmsflows_tasks_of_owner"),
            models.Index(fields=["binding", "expires_at"], name="cmsflows_tasks_of_binding"),
            models.Index(fields=["flow", "task_id"], name="cmsflows_tasks_of_flow"),
        ]

    def __str__(self) -> str:
        return self.task_id
