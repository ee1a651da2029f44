"""What the fixture `make_group` is; how things go live; what visitors then walk through."""

from collections.abc import Callable

from cmsflows.cms.versions import load_compiled
from cmsflows.models import FlowPage, ReusableGroup
from tests.cms.streams import JsonObject

MakeGroup = Callable[..., ReusableGroup]
MakePage = Callable[..., FlowPage]


def publish(thing: FlowPage | ReusableGroup, *steps: JsonObject) -> None:
    """Give it these steps, and let them go live."""
    thing.flow = list(steps)
    thing.save_revision().publish()
    thing.refresh_from_db()


def titles(page: FlowPage) -> list[str]:
    """What visitors who start now will walk through."""
    fresh = FlowPage.objects.get(pk=page.pk)
    compiled = load_compiled(fresh.flow_id, fresh.flow_version)
    assert compiled is not None
    return [node.title for node in compiled.definition.actions]
