"""Fills an empty shop, and says where to look: `manage.py load_demo`. Running it again is safe."""

import os
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from demo.content.accounts import load_accounts
from demo.content.pages import load_pages
from demo.content.sample_orders import load_orders

NEXT = """
The shop is at          {site}/
its checkout at         {site}{checkout}
as Graphviz draws it    {site}{checkout}.flowgraph
signing up, and letters {site}{sign_up} and {site}{letters}
a flow in plain Python  {site}/newsletter/
the mails it sent       {site}/inbox/
the bank's desk         {site}/standin/
and the admin at        {site}/admin/

Log in as  admin / admin          who may do everything,
or as      marketing / marketing  who may edit and publish the flows,
or, in the checkout, as  ada / ada  who has payment methods saved.

Pay with the card 4242 4242 4242 4242, any date to come, and any three digits; the bank's page
lists cards that are declined, and more.
"""


class Command(BaseCommand):
    """Adds what is missing and changes nothing that is there, save the site's port."""

    help = "Load pages, products, accounts and orders into the demo shop; what is there stays."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """`Any`: Django's own signature."""
        port = int(os.environ.get("PORT", "8000"))
        site = f"http://127.0.0.1:{port}"
        checkout, sign_up, letters = pages = load_pages(port)
        load_accounts(pages)
        load_orders(site)
        self.stdout.write(
            NEXT.format(
                site=site,
                checkout=checkout.get_url(),
                sign_up=sign_up.get_url(),
                letters=letters.get_url(),
            )
        )
