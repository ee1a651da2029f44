"""`manage.py send_mails_again`: tries the mails of flows that the mail server has not taken."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from flow_blocks.mail.resending import send_again
from flow_blocks.models import SentMail


class Command(BaseCommand):
    """Those in doubt are left alone: they may have been taken. It may run twice at once."""

    help = (
        "Sends mails of flows that are known not to have been sent, once their pause is over; "
        "prints how many were."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--now", action="store_true", help="Do not wait for a mail's pause to be over."
        )
        parser.add_argument("--batch", type=int, default=100, help="How many to try at most.")

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_again(batch=options["batch"], is_patient=not options["now"])
        left = SentMail.objects.filter(try_at__isnull=False).count()
        said = ngettext("%(count)d mail was sent.", "%(count)d mails were sent.", sent)
        still = ngettext("%(count)d is left to try.", "%(count)d are left to try.", left)
        self.stdout.write(f"{said % {'count': sent}} {still % {'count': left}}")
