"""Publishes a page as it is live, so that it takes up its groups as they are now."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cmsflows.exceptions import CmsflowsError


class UnpublishedChangesError(CmsflowsError):
    """What is live of a page was never kept by itself, and what was kept is a draft."""

    def __init__(self, title: str) -> None:
        self.title = title
        sentence = _('"%(title)s" has changes that nobody has published. Publish it yourself.')
        super().__init__(sentence % {"title": title})


@transaction.atomic
def publish_again(page: Any, user: Any) -> None:
    """Publish what is live anew, as the ordinary button would; a draft stays a draft.

    Raises `PermissionDenied` where the user may not, `UnpublishedChangesError`, and whatever
    refuses a flow that is broken. `Any`: Wagtail has no types.
    """
    revision = page.live_revision
    if revision is None:
        if page.has_unpublished_changes:
            raise UnpublishedChangesError(page.title)
        revision = page.save_revision(user=user)
    revision.publish(user=user)
