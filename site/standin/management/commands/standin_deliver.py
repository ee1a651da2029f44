"""Sends the stand-in's webhooks that nobody has heard yet, and may settle what is pending."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from standin import courier, settling
from standin.models import StandInPayment, Status


class Command(BaseCommand):
    help = "Sends the stand-in bank's webhooks that no shop has heard yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--settle",
            action="store_true",
            help="Carry out every pending payment first, as its test number wants it.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """`Any`: Django's own arguments."""
        if options["settle"]:
            for payment in StandInPayment.objects.filter(status=Status.PENDING):
                settling.settle_as_it_wants(payment)
        heard, unheard = courier.send_all()
        self.stdout.write(f"Heard: {heard}. Not heard: {unheard}.")
