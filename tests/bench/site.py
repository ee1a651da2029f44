"""The pages of the bench: the plain one, the flow, and flows of other sizes."""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Page, Site

from cmsflows.models import FlowPage
from tests.bench.forms import STEPS
from tests.bench.models import FormPage


def make_site(sizes: Sequence[int]) -> dict[str, str]:
    """Make the pages; answer the URLs of the flows of other sizes, by a name for each."""
    home = Page.objects.get(depth=2)
    Site.objects.update(hostname="localhost", port=80)
    home.add_child(instance=FormPage(title="Plain page", slug="plain-page"))
    home.add_child(instance=FlowPage(title="Flow", slug="flow-page", flow=_steps(STEPS)))
    trees = {f"flow_page_of_{size}": size for size in sizes}
    for name, size in trees.items():
        home.add_child(instance=FlowPage(title=name, slug=name, flow=_grouped(size)))
    return {name: f"/{name}/" for name in trees}


def _steps(count: int, first: int = 0) -> list[dict[str, Any]]:
    return [
        {"type": "bench_step", "value": {"title": f"Step {number}"}}
        for number in range(first, first + count)
    ]


def _grouped(count: int) -> list[dict[str, Any]]:
    """So many steps, in groups of groups of ten."""
    tens = [
        _group(f"From {first}", _steps(min(10, count - first), first))
        for first in range(0, count, 10)
    ]
    return [
        _group(f"Part {number}", tens[number : number + 5]) for number in range(0, len(tens), 5)
    ]


def _group(title: str, steps: list[dict[str, Any]]) -> dict[str, Any]:
    transition = {"type": "linear", "options": {}}
    return {
        "type": "scaffold",
        "value": {"title": title, "transition": transition, "steps": steps},
    }
