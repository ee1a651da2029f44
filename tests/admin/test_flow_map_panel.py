"""The flow map beside the page editor's form."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Site

from cmsflows.admin.viewset import FlowPageViewSet
from cmsflows.definition.outline import OutlineItem
from cmsflows.models import FlowPage
from tests.cms.streams import action, id_of, item, scaffold

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Any:
    return Site.objects.get(is_default_site=True).root_page


@pytest.fixture
def checkout(home: Any) -> FlowPage:
    flow = [action("Log in"), scaffold("Pay", action("Card"), action("Invoice"))]
    return home.add_child(instance=FlowPage(title="Checkout", flow=flow))


def editor_of(client: Client, page: FlowPage) -> str:
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    return response.text


def test_the_editor_has_a_map_of_the_draft(admin_client: Client, checkout: FlowPage) -> None:
    checkout.flow = [action("Sign up")]
    checkout.save_revision()

    text = editor_of(admin_client, checkout)

    assert 'data-side-panel-toggle="flow-map"' in text
    assert "<svg viewBox=" in text
    assert "Sign up" in text
    assert f'href="#block-{id_of("test_note", "Sign up")}-section"' in text
    assert "<bdi>Log in</bdi>" not in text


def test_the_create_view_says_when_the_map_appears(admin_client: Client, home: Any) -> None:
    url = reverse("wagtailadmin_pages:add", args=["cmsflows", "flowpage", home.pk])

    response = admin_client.get(url)

    assert "The map appears when the page has been saved." in response.text


def test_an_earlier_revision_is_shown_with_its_own_map(
    admin_client: Client, checkout: FlowPage
) -> None:
    checkout.flow = [action("As it was")]
    revision = checkout.save_revision()
    checkout.flow = [action("As it is")]
    checkout.save_revision()

    url = reverse("wagtailadmin_pages:revisions_revert", args=[checkout.pk, revision.pk])
    text = admin_client.get(url).text

    assert "<bdi>As it was</bdi>" in text


def test_a_form_that_was_refused_leaves_the_map_as_last_saved(
    admin_client: Client, checkout: FlowPage
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[checkout.pk])

    text = admin_client.post(url, {"title": "", "flow-count": "0", "inputs-count": "0"}).text

    assert "<bdi>Invoice</bdi>" in text


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", '"]; node [', "\\N", "</svg>", "👩‍🚀", "x" * 500]
)
def test_titles_are_text(admin_client: Client, home: Any, title: str) -> None:
    """B53."""
    page = home.add_child(instance=FlowPage(title="Checkout", flow=[action(title)]))

    text = editor_of(admin_client, page)

    assert "<script>alert(1)" not in text
    assert text.count("</svg>") == text.count("<svg")


def test_unavailable_steps_are_listed_and_counted(admin_client: Client, home: Any) -> None:
    flow = [action("Log in"), item("no_such_action", "Gift message")]
    page = home.add_child(instance=FlowPage(title="Checkout", flow=flow))

    text = editor_of(admin_client, page)

    assert "“2 Gift message” is not available" in text
    assert "Not available; ask a developer." in text


def test_the_outline_goes_fifty_levels_deep() -> None:
    """The deepest flow there can be does not exhaust the interpreter."""
    items: tuple[OutlineItem, ...] = ()
    for depth in range(50, 0, -1):
        items = (
            OutlineItem(id=str(depth), key="k", title="t", number="1", depth=depth, children=items),
        )

    html = render_to_string("cmsflows/admin/outline.html", {"items": items})

    assert html.count("<ol") == html.count("</ol>") == 50


def test_every_model_with_a_flow_has_the_map() -> None:
    viewset = page_viewset_registry.get_by_type(FlowPage)

    assert isinstance(viewset, FlowPageViewSet)
    assert viewset.model is FlowPage
