"""`manage.py export_flow`: a flow as JSON, for another site or for keeping."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cmsflows.cms.exchange.exporting import draft_of, export_of, text_of
from cmsflows.cms.finding import flow_page_at


class Command(BaseCommand):
    """What it writes, `import_flow` reads."""

    help = "Writes a flow page, with the reusable groups it uses, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("page", help="The number of a flow page, or the path of its URL.")
        parser.add_argument("--draft", action="store_true", help="As last saved, though not live.")
        parser.add_argument(
            "--output", metavar="FILE", help="Where to write; else to the terminal."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        page = flow_page_at(options["page"])
        if page is None:
            raise CommandError(f"There is no flow page at {options['page']!r}.")
        text = text_of(export_of(draft_of(page) if options["draft"] or not page.live else page))
        if not options["output"]:
            self.stdout.write(text, ending="")
            return
        try:
            Path(options["output"]).write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error}.") from error
