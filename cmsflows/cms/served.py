"""What serving asks of a flow page, whatever class a site has made of it."""

from datetime import datetime
from typing import Any, ClassVar, Protocol

from cmsflows.definition.flow import FlowDefinition


class ServedPage(Protocol):
    """A page made with `FlowPageMixin`, as those see it who serve it."""

    pk: Any
    """`Any`: Django's word for a key."""
    title: str
    live: bool
    flow_version: str
    idle_minutes: int | None
    moves_people: bool
    stopped_before: datetime | None
    flow_state_store: ClassVar[str]
    indispensable_steps: ClassVar[tuple[str, ...]]

    @property
    def flow_id(self) -> str: ...

    def flow_definition(self) -> FlowDefinition: ...

    def get_ancestors(self) -> Any:
        """`Any`: a queryset of pages, for which there are no types."""
