"""`manage.py settle_payments`: ask the providers of payments that nobody has told us about."""

from typing import Any

from django.core.management.base import BaseCommand

from flow_blocks.payments.hearing import settle_open_payments


class Command(BaseCommand):
    """Run it every few minutes, in case a webhook is lost and its visitor never comes back."""

    help = "Ask payment providers about payments that are open, and move on the runs that wait."

    def handle(self, *args: Any, **options: Any) -> None:
        """`Any`: Django's own signature."""
        asked, settled = settle_open_payments()
        self.stdout.write(f"Payments asked about: {asked}. Settled: {settled}.")
