"""A reusable group: steps that several flows share, written once, with a life of their own."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from cmsflows.cms.field import FlowField
from cmsflows.cms.reader import read_stream
from cmsflows.cms.reusable.form import ReusableGroupForm
from cmsflows.cms.reusable.live import LiveGroups
from cmsflows.cms.reusable.preview import preview_group
from cmsflows.cms.reusable.sources import StoredGroup
from cmsflows.definition.flow import FlowDefinition


class ReusableGroup(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    models.Model,
):
    """Flows copy what is live of it when they are published, and not before."""

    title = models.CharField(
        _("title"),
        max_length=255,
        help_text=_("What editors find it by; visitors read it where a flow gives no other title."),
    )
    flow = FlowField(verbose_name=_("steps"))

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="reusable_group",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="reusable_group",
        for_concrete_model=False,
    )

    panels: ClassVar[Sequence[Any]] = [FieldPanel("title"), FieldPanel("flow")]
    search_fields: ClassVar[Sequence[Any]] = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("flow"),
        index.FilterField("live"),
    ]
    """`Any`: Wagtail has no types."""
    base_form_class = ReusableGroupForm

    indispensable_steps: ClassVar[tuple[str, ...]] = ()
    """As a page with a flow has them; a part of a flow needs none."""

    class Meta:
        app_label = "cmsflows"
        ordering = ("title",)
        verbose_name = _("reusable group")
        verbose_name_plural = _("reusable groups")

    def __str__(self) -> str:
        return self.title

    @property
    def flow_id(self) -> str:
        """What it is called where a flow has a name, in logs."""
        return f"reusable:{self.pk}"

    @property
    def stored(self) -> StoredGroup:
        """The group as it stands in this object."""
        return StoredGroup(self.title, self.flow.stream_block.get_prep_value(self.flow))

    def flow_definition(self) -> FlowDefinition:
        """The steps of this object as if they were a flow. Raises `DefinitionError`."""
        stored = self.stored
        return read_stream(stored.stream, title=stored.title, groups=self._other_groups())

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Its first step, as a visitor would meet it who begins there."""
        return preview_group(self, request)

    def _other_groups(self) -> LiveGroups:
        return LiveGroups(type(self), without=self.pk)


def live_groups() -> LiveGroups:
    """Finds the groups that are live now, for one reading."""
    return LiveGroups(ReusableGroup)
