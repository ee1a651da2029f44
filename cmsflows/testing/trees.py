"""Makes flow pages, from a short notation of steps.

page = flow_page(
    step("message", "Welcome"),
    group("Who are you", step("log_in", "Log in"), transition="any_one_of"),
)
"""

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from django.apps import apps

if TYPE_CHECKING:
    from cmsflows.models import FlowPage

Item = dict[str, Any]
"""An item of a flow's stream, as it is stored. `Any`: JSON of any shape."""


def step(key: str, title: str, **value: Any) -> Item:
    """A step of this registered key; its id follows from its title, so that tests can name it.

    `value` is what an editor sets beside the title: `options`, `slug`, `intro`, `button`, `when`,
    `exits`, `preconditions`. `Any`: JSON of any shape.
    """
    return {"type": key, "id": node_id(title), "value": {"title": title, **value}}


def group(
    title: str,
    *steps: Item,
    transition: str = "linear",
    options: dict[str, Any] | None = None,
    **value: Any,
) -> Item:
    """A group with steps in it, and the key and options of its rule. `Any`: JSON of any shape."""
    chosen = {"type": transition, "options": options or {}}
    return step("scaffold", title, transition=chosen, steps=list(steps), **value)


def guard(key: str, **options: Any) -> dict[str, Any]:
    """A precondition, for the `preconditions` of a step. `Any`: JSON of any shape."""
    return {"type": key, "options": options}


def node_id(title: str) -> str:
    """The id of the step of this title."""
    return str(uuid5(NAMESPACE_URL, title))


def flow_page(*steps: Item, slug: str = "checkout", **fields: Any) -> "FlowPage":
    """A live flow page under the root of the default site. `fields` are the page's own; `Any`: of
    all kinds. Raises `ValidationError` where the flow is not sound."""
    title = fields.pop("title", "Checkout")
    page = _pages()(title=title, slug=slug, flow=list(steps), **fields)
    home().add_child(instance=page)
    return page  # type: ignore[no-any-return]  # the model is looked up by its name


def publish(page: "FlowPage", *steps: Item) -> "FlowPage":
    """Put other steps into a page and publish it, as its editor does."""
    pages = _pages().objects
    edited = pages.get(pk=page.pk)
    edited.flow = list(steps)
    edited.save_revision().publish()
    return pages.get(pk=page.pk)  # type: ignore[no-any-return]  # likewise


def home() -> Any:
    """The root page of the default site. `Any`: Wagtail has no types."""
    return apps.get_model("wagtailcore", "Site").objects.get(is_default_site=True).root_page


def _pages() -> Any:
    """Looked up by name: this module may be imported before Django has started. `Any`: a model."""
    return apps.get_model("cmsflows", "FlowPage")
