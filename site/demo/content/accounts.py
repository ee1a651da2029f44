"""The demo's accounts: one may do everything, one works on the flows, and one buys pots."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.provider import Token
from flow_blocks.payments.remembering import remember
from standin.models import StandInToken

MARKETING = "Marketing"
CUSTOMER = "ada"


def load_accounts(flow_pages: Iterable[Page]) -> None:
    """Make the accounts that are missing; who changed a password keeps it."""
    users = get_user_model().objects
    if not users.filter(username="admin").exists():
        users.create_superuser("admin", "admin@example.com", "admin")
    group = marketing(flow_pages)
    if not users.filter(username="marketing").exists():
        users.create_user("marketing", "marketing@example.com", "marketing").groups.add(group)
    if not users.filter(username=CUSTOMER).exists():
        make_customer()


def make_customer() -> None:
    """Ada Lovelace, who has paid here before and had it remembered."""
    customer = get_user_model().objects.create_user(
        CUSTOMER, "ada@example.com", "ada", first_name="Ada", last_name="Lovelace"
    )
    keep(customer, PaymentKind.PAYPAL, brand="buyer@example.com")
    keep(customer, PaymentKind.CARD, brand="Visa", last4="4242", expires="2039-12")


def keep(customer: Any, kind: PaymentKind, **looks: str) -> None:
    """A method that the bank keeps, too, so that it can be charged. `Any`: a site's user model."""
    kept = StandInToken.objects.create(kind=kind, email=customer.email, **looks)
    remember(customer, alias="standin", kind=kind, token=Token(token=kept.token, **looks))


def marketing(flow_pages: Iterable[Page]) -> Group:
    """Who is in this group comes into the admin, and there edits and publishes the flows."""
    group, _is_new = Group.objects.get_or_create(name=MARKETING)
    group.permissions.add(permission("access_admin", "wagtailadmin"))
    for page in flow_pages:
        for kind in ("add", "change", "publish"):
            GroupPagePermission.objects.get_or_create(
                group=group, page=page, permission=permission(f"{kind}_page", "wagtailcore")
            )
    for codename in ("read_runs", "move_people"):
        group.permissions.add(permission(codename, "cmsflows"))
    # Steps have pictures, and these have to be chosen somewhere.
    GroupCollectionPermission.objects.get_or_create(
        group=group,
        collection=Collection.get_first_root_node(),
        permission=permission("choose_image", "wagtailimages"),
    )
    return group


def permission(codename: str, app: str) -> Permission:
    return Permission.objects.get(codename=codename, content_type__app_label=app)
