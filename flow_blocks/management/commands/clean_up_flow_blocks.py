"""`manage.py clean_up_flow_blocks`: deletes what the ready blocks need keep no longer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from flow_blocks.models.expiring import BATCH, delete_all_expired


class Command(BaseCommand):
    """In batches, so that nobody is kept waiting. It may run twice at once."""

    help = (
        "Deletes saved answers whose time is over, old mails and whatever else of the ready blocks "
        "has expired; prints how many there were."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batch",
            type=int,
            default=BATCH,
            help=f"How many to delete at once (default: {BATCH}).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError("A batch has at least one row: give a number from 1 on.")
        for name, count in delete_all_expired(batch=options["batch"]).items():
            self.stdout.write(f"{name}: {count}")
