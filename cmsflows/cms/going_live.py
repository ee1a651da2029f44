"""Lets an earlier version of a flow go live again, in one act."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cmsflows.cms.gate import flaws_in, refusal
from cmsflows.cms.versions import FlowVersion, replace_version
from cmsflows.definition.flow import definition_of

AGAIN = "cmsflows.live_again"
"""What the history of a page calls it."""


@transaction.atomic
def make_live_again(page: Any, version: FlowVersion, user: Any) -> None:
    """Put what the version was made of into the page, publish it, and let visitors start on that
    very version: what it was copied from, a reusable group say, may have changed since.

    `Any`: a site's own page class, and its user model. Raises `ValidationError` where the version
    is not sound any more, or was made before its source was kept.
    """
    if page.alias_of_id:
        raise ValidationError(_("This page is an alias: what is live is its original's."))
    if not version.source:
        raise ValidationError(_("This version is too old to go live again."))
    indispensable = page.indispensable_steps
    flaws = flaws_in(definition_of(version.definition), indispensable=indispensable)
    errors = [flaw for flaw in flaws if flaw.is_error]
    if errors:
        raise refusal(errors)
    # What is live, and not a draft that somebody may be at; nor does an old schedule hold it up.
    live_revision = page.live_revision
    draft = live_revision.as_object() if live_revision else page.get_latest_revision_as_object()
    draft.go_live_at = None
    source = json.loads(version.source)
    draft.flow, draft.inputs = source["flow"], source["inputs"]
    draft.promises = source["promises"]
    draft.save_revision(user=user, clean=False).publish(user=user)
    live = type(page)._base_manager.get(pk=page.pk)
    replace_version(live.flow_id, live.flow_version, by=version.sha256)
    type(page)._base_manager.filter(pk=page.pk).update(flow_version=version.sha256)
    log(
        instance=live,
        action=AGAIN,
        user=user,
        data={"version": version.sha256, "created_at": version.created_at.isoformat()},
    )
