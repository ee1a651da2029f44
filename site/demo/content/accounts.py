"""The demo's accounts: one may do everything, the other may work on the checkout."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

MARKETING = "Marketing"


def load_accounts(flow_page: Page) -> None:
    """Make the accounts that are missing; who changed a password keeps it."""
    users = get_user_model().objects
    if not users.filter(username="admin").exists():
        users.create_superuser("admin", "admin@example.com", "admin")
    group = marketing(flow_page)
    if not users.filter(username="marketing").exists():
        users.create_user("marketing", "marketing@example.com", "marketing").groups.add(group)


def marketing(flow_page: Page) -> Group:
    """Who is in this group comes into the admin, and there edits and publishes the checkout."""
    group, _is_new = Group.objects.get_or_create(name=MARKETING)
    group.permissions.add(permission("access_admin", "wagtailadmin"))
    for kind in ("add", "change", "publish"):
        GroupPagePermission.objects.get_or_create(
            group=group, page=flow_page, permission=permission(f"{kind}_page", "wagtailcore")
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
