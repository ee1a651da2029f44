"""Makes flow pages for the journeys, from a short notation of steps."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Page, Site

from cmsflows.models import FlowPage


def step(key: str, title: str, **value: Any) -> dict[str, Any]:
    """A stream item; its id follows from its title, so that tests can name it."""
    return {"type": key, "id": node_id(title), "value": {"title": title, **value}}


def group(
    title: str,
    *steps: dict[str, Any],
    transition: str = "linear",
    options: dict[str, Any] | None = None,
    **value: Any,
) -> dict[str, Any]:
    """A scaffold with steps in it."""
    chosen = {"type": transition, "options": options or {}}
    return step("scaffold", title, transition=chosen, steps=list(steps), **value)


def node_id(title: str) -> str:
    return str(uuid5(NAMESPACE_URL, title))


def flow_page(*steps: dict[str, Any], slug: str = "checkout", **fields: Any) -> FlowPage:
    """A live flow page under the root of the default site."""
    root = Site.objects.get(is_default_site=True).root_page
    page = FlowPage(title=fields.pop("title", "Checkout"), slug=slug, flow=list(steps), **fields)
    root.add_child(instance=page)
    return page


def publish(page: FlowPage, *steps: dict[str, Any]) -> FlowPage:
    """Put other steps into a page and publish it, as its editor does."""
    page = FlowPage.objects.get(pk=page.pk)
    page.flow = list(steps)
    page.save_revision().publish()
    return FlowPage.objects.get(pk=page.pk)


def home() -> Page:
    return Site.objects.get(is_default_site=True).root_page
