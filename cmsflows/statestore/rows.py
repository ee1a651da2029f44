"""The table in which `django_store` keeps tasks."""

from django.db import models


class StoredTask(models.Model):
    """One task at rest. Nothing but the store reads or writes it; `save()` is never called."""

    task_id = models.CharField(max_length=64, primary_key=True)
    version = models.PositiveIntegerField(default=1)
    """Raised by every write; a write that names an old one is refused."""
    record = models.TextField()
    """JSON."""
    expires_at = models.FloatField(db_index=True)
    """Seconds since the epoch."""

    class Meta:
        app_label = "cmsflows"

    def __str__(self) -> str:
        return self.task_id
