"""A sent mail: what a flow has sent or tries to send, one row for each intent."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmsflows import conf
from flow_blocks.models.expiring import delete_some

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=12)


def first_retry() -> datetime:
    """When others may send a mail that its own process has left waiting."""
    return timezone.now() + FIRST_PAUSE


class MailStatus(models.TextChoices):
    """How far a mail has come. Of several processes, one makes each move: see `move`."""

    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being handed over, or nobody knows")
    SENT = "sent", _("Taken by the mail server")
    FAILED = "failed", _("Not taken by the mail server")
    HELD = "held", _("Held back, since too many went to this address")


class SentMail(models.Model):
    """The row is made before the mail is sent: of two processes, one makes it, and sends.

    What the mail says is kept for as long as it may be tried again, and no longer.
    """

    key = models.CharField(max_length=64, unique=True, editable=False)
    """The idempotency key of the step that sends it."""
    flow = models.CharField(_("flow"), max_length=255)
    to = models.TextField(_("to"))
    """Addresses, separated by commas."""
    reply_to = models.CharField(_("reply to"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=MailStatus.choices, default=MailStatus.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = models.CharField(_("what the server said"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now, db_index=True)
    moved_at = models.DateTimeField(_("last tried"), default=timezone.now)
    """When its status changed last."""
    try_at = models.DateTimeField(_("tried again"), null=True, blank=True, default=first_retry)
    """None: not again. A mail that waits is tried by who made it, and then only if that died."""

    class Meta:
        verbose_name = _("mail of a flow")
        verbose_name_plural = _("mails of flows")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        default_permissions = ("view", "delete")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "try_at"], name="flow_blocks_mail_status")
        ]

    def __str__(self) -> str:
        """Without a name or an address: this stands in the history of who deleted it."""
        return str(_("mail %(number)s") % {"number": self.pk})

    @property
    def summary(self) -> str:
        """What tells rows apart."""
        return f"{self.subject} → {self.to}"

    @property
    def recipients(self) -> list[str]:
        return [address.strip() for address in self.to.split(",")]

    @property
    def next_try(self) -> datetime | None:
        """When to try again what was tried just now: each pause is twice as long as the last."""
        if self.tries >= int(conf.get("FLOWS_MAIL_TRIES")):
            return None
        doublings = min(max(int(self.tries) - 1, 0), 10)
        pause: timedelta = min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)
        return timezone.now() + pause

    def move(self, *statuses: MailStatus, to: MailStatus, **values: Any) -> bool:
        """Change the status from one of these to another; False where it was none of them.

        `Any`: other fields to set along with it.
        """
        values |= {"status": to, "moved_at": timezone.now()}
        rows = SentMail.objects.filter(pk=self.pk, status__in=statuses)
        is_moved = rows.update(**values) == 1
        if is_moved:
            self.refresh_from_db()
        return is_moved

    @classmethod
    def is_enough_for(cls, address: str) -> bool:
        """Have as many mails gone to this address within a day as one address may get?"""
        most = int(conf.get("FLOWS_MAILS_PER_ADDRESS"))
        since = timezone.now() - timedelta(days=1)
        return bool(
            most and cls.objects.filter(to__iexact=address, created_at__gt=since).count() >= most
        )

    @classmethod
    def delete_expired(cls, *, batch: int) -> int:
        """Delete the oldest of those that are listed no longer, so many at most."""
        age = timedelta(seconds=float(conf.get("FLOWS_SENT_MAIL_AGE")))
        return delete_some(cls.objects.filter(created_at__lt=timezone.now() - age), batch=batch)
