"""Flow pages for the tests of the CMS side."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Site

from cmsflows.models import FlowPage
from tests.cms.streams import JsonObject

MakePage = Callable[..., FlowPage]


@pytest.fixture
def home() -> Any:
    """The site's first page; `Any`: Wagtail has no types."""
    return Site.objects.get(is_default_site=True).root_page


@pytest.fixture
def make_page(home: Any) -> MakePage:
    """Makes a flow page of these steps, live unless told otherwise, with one revision."""

    def make(*steps: JsonObject, title: str = "Checkout", live: bool = True) -> FlowPage:
        page = FlowPage(title=title, flow=list(steps), live=live)
        home.add_child(instance=page)
        page.save_revision()
        return FlowPage.objects.get(pk=page.pk)

    return make
