"""`manage.py cleanupflows`: deletes tasks that nobody can go on with any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from cmsflows.statestore.loading import default_store


class Command(BaseCommand):
    """Deletes in batches, so that running visitors are not kept waiting."""

    help = "Deletes expired tasks from the state store and prints how many there were."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batch", type=int, default=1_000, help="How many to delete at once (default: 1000)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        store = default_store()
        total = 0
        while deleted := store.purge(batch=options["batch"]):
            total += deleted
        message = ngettext(
            "%(count)d expired task was deleted.", "%(count)d expired tasks were deleted.", total
        )
        self.stdout.write(message % {"count": total})
