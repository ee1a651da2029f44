"""`manage.py erase_answers`: erases what flows have saved of a person who asks for it."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from flow_blocks.answers.erasing import Found, erase, rows_about


class Command(BaseCommand):
    """Of an address, of a user, or of both."""

    help = (
        "Erases saved answers and listed mails about an address or of a user, with the uploads "
        "that belong to them; prints how many there were."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default="", help="Whatever is about this address.")
        parser.add_argument("--user", default="", help="Whatever the user of this name has saved.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say how many there are, and erase nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email, name = options["email"].strip(), options["user"].strip()
        if not email and not name:
            raise CommandError("Whose? Give --email, --user or both.")
        found = rows_about(email=email, user=user_called(name) if name else None)
        if not options["dry_run"]:
            erase(found)
        for sentence in sentences(found, is_done=not options["dry_run"]):
            self.stdout.write(sentence)


def user_called(name: str) -> Any:
    """The user of this name. Raises `CommandError` where there is none. `Any`: a site's own."""
    model = get_user_model()
    try:
        return model._default_manager.get_by_natural_key(name)
    except model.DoesNotExist as error:
        raise CommandError(f"There is no user {name!r}.") from error


def sentences(found: Found, *, is_done: bool) -> list[str]:
    """What to say of it."""
    answers, mails = len(found.answers), len(found.mails)
    if is_done:
        of_answers = ngettext(
            "%(count)d saved answer was erased.", "%(count)d saved answers were erased.", answers
        )
        of_mails = ngettext("%(count)d mail was erased.", "%(count)d mails were erased.", mails)
    else:
        of_answers = ngettext(
            "%(count)d saved answer would be erased.",
            "%(count)d saved answers would be erased.",
            answers,
        )
        of_mails = ngettext(
            "%(count)d mail would be erased.", "%(count)d mails would be erased.", mails
        )
    return [of_answers % {"count": answers}, of_mails % {"count": mails}]
