"""Tries mails again that the server is known not to have taken."""

from django.utils import timezone

from flow_blocks.mail.sending import deliver
from flow_blocks.models import MailStatus, SentMail


def send_again(*, batch: int = 100, is_patient: bool = True) -> int:
    """Try so many mails at most, oldest first. Answers how many the server has taken now.

    A patient call leaves alone what was tried only just. Those that a process left waiting when it
    died are among them; those in doubt are not. It may run twice at once.
    """
    mails = SentMail.objects.filter(status__in=[MailStatus.WAITING, MailStatus.FAILED])
    due = mails.filter(try_at__lte=timezone.now()) if is_patient else mails.exclude(try_at=None)
    return sum(map(deliver, list(due.order_by("try_at", "pk")[:batch])))
