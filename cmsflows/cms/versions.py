"""Versions: what a flow was when it went live, kept unchanged and addressed by its content."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmsflows import conf
from cmsflows.definition.flow import FlowDefinition, definition_of
from cmsflows.definition.nodes import EMPTY
from cmsflows.engine.compiled import CompiledFlow

if TYPE_CHECKING:  # the user model is the site's own choice
    from django.contrib.auth.models import User


RECENT = 10
"""In how many versions the old URL of a step is looked for."""


class FlowVersion(models.Model):
    """One compiled flow. Written once; tasks are pinned to it by flow and hash."""

    flow = models.CharField(_("flow"), max_length=100)
    """Which flow, as in "page:12"."""
    sha256 = models.CharField(_("hash"), max_length=64)
    """SHA-256 of the definition, in hex."""
    definition = models.TextField(_("definition"))
    """Canonical JSON, as text: a JSON column may write numbers anew and so change the hash."""
    source = models.TextField(_("source"), blank=True, default="")
    """What it was compiled from, as JSON: stored steps and inputs, promises and title."""
    replaced_at = models.DateTimeField(_("replaced at"), null=True, editable=False)
    """When new visitors ceased to start on it; None while they do."""
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        conf.user_model(),
        verbose_name=_("created by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        app_label = "cmsflows"
        verbose_name = _("flow version")
        verbose_name_plural = _("flow versions")
        constraints = (
            models.UniqueConstraint(fields=["flow", "sha256"], name="cmsflows_one_row_a_version"),
        )
        permissions = (
            ("read_runs", _("Can see how many visitors are at which step")),
            ("move_people", _("Can move visitors' runs to another version")),
            ("stop_people", _("Can stop visitors' runs")),
        )

    def __str__(self) -> str:
        return f"{self.flow}@{self.sha256[:12]}"


def store_version(
    flow_id: str,
    definition: FlowDefinition,
    user: "User | None" = None,
    *,
    source: Mapping[str, Any] = EMPTY,
) -> FlowVersion:
    """The row of this definition; made by whoever comes first, for equal trees there is one.

    `source` is what it was compiled from, as JSON (hence `Any`).
    """
    version, _created = FlowVersion.objects.get_or_create(
        flow=flow_id,
        sha256=definition.version,
        defaults={
            "definition": definition.canonical,
            "source": json.dumps(dict(source)) if source else "",
            "created_by": user,
        },
    )
    return version


def replace_version(flow_id: str, sha256: str, *, by: str) -> None:
    """Note that new visitors start on another version from now on."""
    of_flow = FlowVersion.objects.filter(flow=flow_id)
    of_flow.filter(sha256=sha256).update(replaced_at=timezone.now())
    of_flow.filter(sha256=by).update(replaced_at=None)


def load_compiled(flow_id: str, sha256: str) -> CompiledFlow | None:
    """The flow as it was at that version, or None where there never was one."""
    try:
        return _compiled(flow_id, sha256)
    except FlowVersion.DoesNotExist:
        return None


def recent_versions(flow_id: str) -> Iterator[CompiledFlow]:
    """The latest versions of a flow, newest first."""
    rows = FlowVersion.objects.filter(flow=flow_id).order_by("-created_at")
    for sha256 in rows.values_list("sha256", flat=True)[:RECENT]:
        compiled = load_compiled(flow_id, sha256)
        if compiled is not None:  # It may have been retired just now.
            yield compiled


@lru_cache(maxsize=256)
def _compiled(flow_id: str, sha256: str) -> CompiledFlow:
    """Versions never change, so what is kept here never has to be forgotten."""
    row = FlowVersion.objects.get(flow=flow_id, sha256=sha256)
    return CompiledFlow(definition_of(row.definition))


forget_compiled = _compiled.cache_clear
"""For tests, which register and remove actions while the process runs."""
