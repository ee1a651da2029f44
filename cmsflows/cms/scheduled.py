"""Flows that are to go live at a set time."""

import logging
from typing import Any

from django.db.models.signals import pre_save
from wagtail.log_actions import log
from wagtail.models import Revision

from cmsflows.cms.gate import Flaw, errors_of, refusal

logger = logging.getLogger("cmsflows")

SCHEDULED = "wagtail.publish.scheduled"
"""What Wagtail's command calls its publishing."""

REFUSED = "cmsflows.refuse_scheduled"
"""What the history of a page calls it that its time came and its flow was not sound."""


def refuse_scheduled(page: Any, revision: Any, flaws: list[Flaw]) -> None:
    """Leave the page as it is and say why; it is not tried again. `Any`: Wagtail has no types."""
    reasons = [flaw.sentence for flaw in flaws]
    logger.error("%s was not published at its time. %s", page.flow_id, " ".join(reasons))
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    log(instance=page, action=REFUSED, data={"reasons": reasons}, revision=revision)


def gate_schedules() -> None:
    """Let no revision be approved for a time whose flow is not sound.

    Wagtail saves that on the revision, by whatever way it was asked for.
    """
    pre_save.connect(_refuse_unsound, sender=Revision, dispatch_uid="cmsflows.gate_schedules")


def _refuse_unsound(sender: Any, instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Raises `ValidationError`. `Any`: see above."""
    if not instance.approved_go_live_at or "approved_go_live_at" not in (update_fields or ()):
        return
    model = instance.content_type.model_class()
    has_flow = model is not None and hasattr(model, "flow_definition")
    flaws = errors_of(instance.as_object()) if has_flow else []
    if flaws:
        raise refusal(flaws)
