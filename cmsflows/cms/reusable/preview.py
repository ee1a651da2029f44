"""Shows a reusable group to its editor: its first step, on no page at all."""

from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from cmsflows.cms.mount import DraftMount
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import Node
from cmsflows.serving.preview import preview


def preview_group(group: Any, request: HttpRequest) -> HttpResponse:
    """The first step, without starting anything. `Any`: the model is made of this and more."""
    return preview(request, GroupMount(Shown(group), root=request.path, path=""))


class Shown:
    """A group in the place of a page: what serving asks of one."""

    live = False
    flow_version = ""
    idle_minutes: int | None = None
    moves_people = False
    stopped_before: datetime | None = None
    flow_state_store: ClassVar[str] = ""
    indispensable_steps: ClassVar[tuple[str, ...]] = ()

    def __init__(self, group: Any) -> None:
        self.pk = group.pk
        self.title: str = group.title
        self.flow_id: str = group.flow_id
        self._group = group

    def flow_definition(self) -> FlowDefinition:
        definition: FlowDefinition = self._group.flow_definition()
        return definition

    def get_ancestors(self) -> tuple[()]:
        """It stands nowhere in the tree of pages."""
        return ()


class GroupMount(DraftMount):
    """A draft that is no page, so that templates find none to speak of."""

    def context(self, request: HttpRequest, node: Node) -> dict[str, Any]:
        """The step's image. `Any`: template variables."""
        return {"image": super().context(request, node)["image"]}
