"""A page that is a flow: published, copied, aliased, translated, reverted."""

from typing import Any

import pytest
from wagtail.models import Site

from cmsflows.cms.versions import load_compiled
from cmsflows.models import FlowPage
from tests.cms.streams import action, scaffold

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Any:
    return Site.objects.get(is_default_site=True).root_page


@pytest.fixture
def checkout(home: Any) -> FlowPage:
    page = FlowPage(title="Checkout", flow=[scaffold("Who are you", action("Log in"))])
    return home.add_child(instance=page)


def test_a_live_page_has_a_version(checkout: FlowPage) -> None:
    compiled = load_compiled(checkout.flow_id, checkout.flow_version)

    assert compiled is not None
    assert [node.title for node in compiled.definition.actions] == ["Log in"]
