"""`manage.py check_flows`: would the flows of this site run with the apps of this deploy?"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cmsflows.cms.checking import Flaw, flaws_of_site


class Command(BaseCommand):
    """Run it before a deploy, with the new code and the old database."""

    help = (
        "Looks for steps of live pages, and of versions that visitors may still be in, which the "
        "installed apps cannot run. Exits with 1 where there are any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Write a list of objects.")

    def handle(self, *args: Any, **options: Any) -> None:
        flaws = flaws_of_site()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(each) for each in flaws], indent=2))
        else:
            for flaw in flaws:
                self.stdout.write(sentence(flaw))
        if flaws:
            raise CommandError(
                ngettext(
                    "%(count)d problem was found.", "%(count)d problems were found.", len(flaws)
                )
                % {"count": len(flaws)}
            )
        if not options["json"]:
            self.stdout.write(_("Every flow can run."))


def sentence(flaw: Flaw) -> str:
    """One flaw, with where it is."""
    step = f" {flaw.number} “{flaw.step}”" if flaw.node else ""
    return f"“{flaw.title}” ({flaw.flow}){step}: {flaw.sentence} {_where(flaw)}"


def _where(flaw: Flaw) -> str:
    places = [_("live")] if flaw.is_live else []
    if flaw.versions:
        places.append(_("version %(hashes)s") % {"hashes": _hashes(flaw)})
    return f"[{'; '.join(places)}]"


def _hashes(flaw: Flaw) -> str:
    return ", ".join(each[:12] for each in flaw.versions)
