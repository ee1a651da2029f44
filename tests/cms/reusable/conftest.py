"""Reusable groups and flow pages for the tests of both."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Site

from cmsflows.models import FlowPage, ReusableGroup
from tests.cms.streams import JsonObject, item

MakeGroup = Callable[..., ReusableGroup]
MakePage = Callable[..., FlowPage]


def use(group: ReusableGroup | Any, title: str = "", **value: Any) -> JsonObject:
    """A reusable group's place in a stream; `Any`: or whatever stands for its key."""
    return item("reusable", title, group=getattr(group, "pk", group), **value)


@pytest.fixture
def home() -> Any:
    """The site's first page; `Any`: Wagtail has no types."""
    return Site.objects.get(is_default_site=True).root_page


@pytest.fixture
def make_page(home: Any) -> MakePage:
    """Makes a flow page, live unless told otherwise, with one revision."""

    def make(*steps: JsonObject, title: str = "Checkout", live: bool = True) -> FlowPage:
        page = FlowPage(title=title, flow=list(steps), live=live)
        home.add_child(instance=page)
        revision = page.save_revision()
        if live:
            revision.publish()
        return FlowPage.objects.get(pk=page.pk)

    return make


@pytest.fixture
def make_group() -> MakeGroup:
    """Makes a group, live unless told otherwise, with one revision."""

    def make(*steps: JsonObject, title: str = "Delivery", live: bool = True) -> ReusableGroup:
        group = ReusableGroup(title=title, flow=list(steps), live=live)
        group.save()
        revision = group.save_revision()
        if live:
            revision.publish()
        return ReusableGroup.objects.get(pk=group.pk)

    return make
