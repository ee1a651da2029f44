"""Saved answers: what one run of a flow has left for staff to read, and until when."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmsflows import conf
from flow_blocks.models.expiring import delete_some


class SavedAnswers(models.Model):
    """Answers with their labels, as the visitor saw them: the flow may say otherwise by now."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    """The idempotency key of the step that saved it."""
    title = models.CharField(_("list"), max_length=100, db_index=True)
    """What the editor calls all such rows: "Newsletter sign-ups"."""
    flow = models.CharField(_("flow"), max_length=255)
    flow_title = models.CharField(_("flow"), max_length=255, blank=True)
    answers = models.JSONField(_("answers"), default=list)
    """A list of lines: `step`, `title`, `name`, `label`, `value`, and the `file` of an upload."""
    text = models.TextField(blank=True)
    """All values once more, to be searched in any database."""
    email = models.EmailField(_("email address"), max_length=254, blank=True, db_index=True)
    """In small letters, to be found however it was typed."""
    user = models.ForeignKey(
        conf.user_model(),
        verbose_name=_("user"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("saved"), default=timezone.now, db_index=True)
    erase_at = models.DateTimeField(_("erased after"), null=True, blank=True, db_index=True)
    """None: until somebody erases it."""

    class Meta:
        verbose_name = _("saved answers")
        verbose_name_plural = _("saved answers")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        default_permissions = ("view", "delete")

    def __str__(self) -> str:
        """Without a word of the answers: this stands in the history of who deleted them."""
        return f"{self.title} {self.pk}"

    @property
    def lines(self) -> list[Mapping[str, Any]]:
        """The answers, as far as they are such. `Any`: JSON."""
        found = self.answers if isinstance(self.answers, list) else []
        return [line for line in found if isinstance(line, dict)]

    @property
    def summary(self) -> str:
        """The beginning of what was answered, to tell rows apart."""
        words = " · ".join(str(line.get("value") or "") for line in self.lines[:6])
        return words[:80] + "…" * (len(words) > 80) or str(self)

    @classmethod
    def delete_expired(cls, *, batch: int) -> int:
        """Delete those whose time is over, with their uploads, so many at most."""
        return delete_some(cls.objects.filter(erase_at__lte=timezone.now()), batch=batch)
