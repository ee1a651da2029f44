"""`manage.py cleanupflows`: deletes what nobody can go on with, and looks after background work."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from cmsflows.cms.retiring import retire_versions
from cmsflows.exceptions import StoreUnavailableError
from cmsflows.statestore.cleaning import BATCH, Cleaned, clean_up
from cmsflows.workers import tend_jobs


class Command(BaseCommand):
    """Deletes in batches, so that running visitors are not kept waiting."""

    help = (
        "Deletes expired tasks, uploads of tasks that are gone, and versions of flows that nobody "
        "needs; prints how many there were. Looks after background work, too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batch",
            type=_size,
            default=BATCH,
            help=f"How many to delete at once (default: {BATCH}).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cleaned = clean_up(batch=options["batch"])
        except StoreUnavailableError as error:
            raise CommandError(str(error)) from error
        tend_jobs()
        for sentence in sentences(cleaned, retired=retire_versions()):
            self.stdout.write(sentence)


def sentences(cleaned: Cleaned, *, retired: int = 0) -> list[str]:
    """What to say of it."""
    tasks = ngettext(
        "%(count)d expired task was deleted.",
        "%(count)d expired tasks were deleted.",
        cleaned.tasks,
    )
    uploads = ngettext(
        "The uploads of %(count)d task that is gone were deleted.",
        "The uploads of %(count)d tasks that are gone were deleted.",
        cleaned.uploads,
    )
    versions = ngettext(
        "%(count)d version of a flow that nobody needs was deleted.",
        "%(count)d versions of flows that nobody needs were deleted.",
        retired,
    )
    said = [tasks % {"count": cleaned.tasks}]
    said += [uploads % {"count": cleaned.uploads}] if cleaned.uploads else []
    return [*said, versions % {"count": retired}] if retired else said


def _size(text: str) -> int:
    """The size of a batch, as it was typed."""
    try:
        size = int(text)
    except ValueError:
        size = 0
    if size < 1:
        raise ArgumentTypeError(f"{text!r} is no size of a batch; give a number from 1 on.")
    return size
