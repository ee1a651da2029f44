"""`manage.py clean_up_flow_blocks`: deletes what the ready blocks need no more."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from flow_blocks.accounts.codes import forget_old_codes


class Command(BaseCommand):
    """Beside `cleanupflows`, and as often."""

    help = "Deletes emailed codes that are too old to be used; prints how many there were."

    def handle(self, *args: Any, **options: Any) -> None:
        """`Any`: Django's own signature."""
        number = forget_old_codes()
        sentence = ngettext(
            "%(count)d old code was deleted.", "%(count)d old codes were deleted.", number
        )
        self.stdout.write(sentence % {"count": number})
