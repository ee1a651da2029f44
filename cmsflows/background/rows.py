"""The table of jobs: what steps have handed to workers, and how far that is."""

import time
from typing import ClassVar

from django.db import models

from cmsflows.background.standing import OPEN, QUEUED, RUNNING
from cmsflows.statestore.exact_field import ExactCharField


class StoredJob(models.Model):
    """One job. Whoever changes it says how it must stand; `save()` is never called."""

    key = ExactCharField(max_length=32, primary_key=True)
    """The idempotency key of what is to be done."""
    action = models.TextField()
    """The key of the action, or its dotted path."""
    task_id = ExactCharField(max_length=64)
    flow = models.TextField()
    arguments = models.TextField()
    """Typed JSON, encrypted where runs are; emptied when the run was told. So is the result."""
    status = ExactCharField(max_length=10, default=QUEUED)
    holder = ExactCharField(max_length=32, blank=True, default="")
    """Names the try that is under way; what another one says is refused."""
    lease_until = models.FloatField(default=0.0)
    """Whoever holds the job has to be heard of until then. This and all times: seconds since the
    epoch."""
    tries = models.PositiveSmallIntegerField(default=0)
    max_tries = models.PositiveSmallIntegerField()
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    """0 where nobody can tell."""
    result = models.TextField(blank=True, default="")
    failure = models.TextField(blank=True, default="")
    """What the visitor is told, where the work says more than that it failed."""
    created_at = models.FloatField()
    deadline = models.FloatField()
    """The visitor is not kept waiting longer."""
    touched_at = models.FloatField(default=0.0)
    """When a worker, or once it is over its run, was last told of it."""
    is_told = models.BooleanField(default=False)
    """Does its run know what came of it?"""
    host = models.CharField(max_length=255, blank=True, default="")
    """The site the visitor was on, as their browser named it; the next two are theirs as well."""
    is_secure = models.BooleanField(default=False)
    language = models.CharField(max_length=35, blank=True, default="")

    class Meta:
        app_label = "cmsflows"
        indexes: ClassVar = [
            models.Index(fields=["is_told", "touched_at"], name="cmsflows_jobs_to_tend"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_over(self) -> bool:
        return self.status not in OPEN

    @property
    def is_lost(self) -> bool:
        """Has whoever holds it not been heard of for too long?"""
        return self.status == RUNNING and self.lease_until <= time.time()

    @property
    def is_to_be_taken(self) -> bool:
        """Does it want a worker?"""
        return self.status == QUEUED or self.is_lost

    @property
    def is_given_up(self) -> bool:
        """Is it not over, and will never be done?"""
        is_hopeless = self.is_lost and self.tries >= self.max_tries
        return not self.is_over and (is_hopeless or self.deadline <= time.time())
