"""`manage.py show_flow`: the outline of a flow, and what is wrong with it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cmsflows.cms.exchange.exporting import draft_of
from cmsflows.cms.finding import flow_page_at
from cmsflows.cms.showing import outline_of_flow, problems_of_flow
from cmsflows.exceptions import DefinitionError


class Command(BaseCommand):
    """For developers; editors have the map."""

    help = "Prints the outline of a flow page: numbers, rules, exits, conditions, and problems."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("page", help="The number of a flow page, or the path of its URL.")
        parser.add_argument("--draft", action="store_true", help="As last saved, though not live.")

    def handle(self, *args: Any, **options: Any) -> None:
        page = flow_page_at(options["page"])
        if page is None:
            raise CommandError(f"There is no flow page at {options['page']!r}.")
        try:
            shown = draft_of(page) if options["draft"] or not page.live else page
            definition = shown.flow_definition()
        except DefinitionError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{shown.title} ({page.flow_id})")
        self.stdout.write(outline_of_flow(definition), ending="")
        problems = problems_of_flow(definition)
        self.stdout.write(_("Problems:") if problems else _("Every step can run."))
        for problem in problems:
            self.stdout.write(problem)
