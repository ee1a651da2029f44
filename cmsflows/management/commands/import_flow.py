"""`manage.py import_flow`: a flow from a file, as a draft."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cmsflows.cms.exchange.form import MAX_BYTES, JsonObject
from cmsflows.cms.exchange.importing import import_below, import_into
from cmsflows.cms.exchange.problems import problems_of_import
from cmsflows.cms.exchange.text import UnreadableFileError, data_of
from cmsflows.cms.finding import flow_page_at, page_at


class Command(BaseCommand):
    """Nothing goes live by it, and nothing is written where anything is wrong."""

    help = (
        "Imports a flow that was exported, as a draft: of a new page below --parent, or of the "
        "page that --into names. Every problem of the file is listed with its place in it, and "
        "then nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help='The file; "-" is what is piped in.')
        parser.add_argument("--parent", help="The page to make a new one below: number or path.")
        parser.add_argument("--into", help="The flow page to write a draft of: number or path.")
        parser.add_argument(
            "--new-ids", action="store_true", help="Give every step a new id; references follow."
        )
        parser.add_argument(
            "--keep-unknown", action="store_true", help="Import what no installed app registers."
        )
        parser.add_argument("--dry-run", action="store_true", help="Look it over, write nothing.")
        parser.add_argument("--user", help="The user name of whoever the draft is by.")

    def handle(self, *args: Any, **options: Any) -> None:
        data = self._data(options["file"], keep_unknown=options["keep_unknown"])
        user = _user(options["user"])
        into, parent = _target(options["into"], options["parent"])
        if options["dry_run"]:
            self.stdout.write(_("No problem was found; nothing was written."))
            return
        more = {"new_ids": options["new_ids"], "user": user}
        if into is not None:
            import_into(into, data, **more)
            page = into
        else:
            page = import_below(parent, _model(), data, **more)
        gaps = {"title": page.title, "page": page.pk}
        self.stdout.write(_("“%(title)s” (page %(page)d) has a new draft.") % gaps)

    def _data(self, name: str, *, keep_unknown: bool) -> JsonObject:
        """The flow in the file. Raises `CommandError` where it has problems, and lists them."""
        try:
            data = data_of(_content(name))
        except UnreadableFileError as error:
            raise CommandError(str(error)) from error
        problems = problems_of_import(data, keep_unknown=keep_unknown)
        for problem in problems:
            self.stdout.write(str(problem))
        if problems:
            raise CommandError(
                ngettext(
                    "%(count)d problem was found; nothing was written.",
                    "%(count)d problems were found; nothing was written.",
                    len(problems),
                )
                % {"count": len(problems)}
            )
        return data  # type: ignore[no-any-return]  # what has no problem is an object


def _content(name: str) -> bytes:
    """No more of the file than tells that it is too large."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error


def _user(name: str | None) -> Any:
    """`Any`: a site's own user model."""
    if name is None:
        return None
    model = get_user_model()
    try:
        return model._default_manager.get_by_natural_key(name)
    except model.DoesNotExist as error:
        raise CommandError(f"There is no user {name!r}.") from error


def _target(into: str | None, parent: str | None) -> tuple[Any, Any]:
    """Where to write. Raises `CommandError` where that cannot be. `Any`: Wagtail's pages."""
    if (into is None) == (parent is None):
        raise CommandError("Say either --parent, for a new page, or --into, for one that is there.")
    if into is not None:
        page = flow_page_at(into)
        if page is None:
            raise CommandError(f"There is no flow page at {into!r}.")
        if page.alias_of_id or page.get_lock():
            raise CommandError(f"{page.title!r} is an alias, or locked.")
        return page, None
    above = page_at(str(parent))
    if above is None:
        raise CommandError(f"There is no page at {parent!r}.")
    if not _model().can_create_at(above):
        raise CommandError(f"A flow page cannot be made below {above.title!r}.")
    return None, above


def _model() -> Any:
    """`Any`: Wagtail has no types."""
    return apps.get_model("cmsflows", "FlowPage")
