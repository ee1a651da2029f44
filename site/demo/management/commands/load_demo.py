"""Fills an empty shop, and says where to look: `manage.py load_demo`. Running it again is safe."""

import os
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from demo.content.accounts import load_accounts
from demo.content.pages import load_pages

NEXT = """
The shop is at          http://127.0.0.1:{port}/
its checkout at         http://127.0.0.1:{port}{checkout}
as Graphviz draws it    http://127.0.0.1:{port}{checkout}.flowgraph
a flow in plain Python  http://127.0.0.1:{port}/newsletter/
and the admin at        http://127.0.0.1:{port}/admin/

Log in as  admin / admin          who may do everything,
or as      marketing / marketing  who may edit and publish the checkout.
"""


class Command(BaseCommand):
    """Adds what is missing and changes nothing that is there, save the site's port."""

    help = "Load pages, products and accounts into the demo shop; what is there already stays."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """`Any`: Django's own signature."""
        port = int(os.environ.get("PORT", "8000"))
        _home, checkout = load_pages(port)
        load_accounts(checkout)
        self.stdout.write(NEXT.format(port=port, checkout=checkout.get_url()))
