"""Editors set the guards in the page editor, and what they set comes back as it was."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cmsflows.models import FlowPage
from cmsflows.testing import flow_page, guard, step
from tests.cms.posting import edit

GUARDS = [
    guard("logged_out"),
    guard("in_group", group="Members & <friends>"),
    guard("has_permission", permission="auth.add_group"),
    guard(
        "between_dates",
        opens="2026-06-01T14:00:00+00:00",
        closes="2026-10-25T00:30:00+00:00",
    ),
    guard("at_most_per_visitor", most=3),
]


@pytest.fixture
def page(db: None) -> FlowPage:
    Group.objects.create(name="Members & <friends>")
    return flow_page(step("message", "Enter", preconditions=GUARDS))


def stored(page: FlowPage) -> Any:
    draft = FlowPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return draft.flow.get_prep_value()[0]["value"]["preconditions"]


def test_guards_survive_the_form(admin_client: Client, page: FlowPage) -> None:
    response = edit(admin_client, page)

    assert response.status_code == 302
    assert stored(page) == GUARDS


def test_the_choices_stand_in_the_page_once(admin_client: Client, page: FlowPage) -> None:
    """However many steps and kinds of steps there are."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    html = admin_client.get(url).content.decode()

    assert html.count("auth.change_group&quot;") + html.count("auth.change_group\\&quot;") == 1
    assert "<friends>" not in html


def test_an_error_stands_at_its_field(admin_client: Client, page: FlowPage) -> None:
    at = "flow-0-value-preconditions-3-value"

    response = edit(admin_client, page, **{f"{at}-closes": "2026-06-01 13:59"})

    assert response.status_code == 200
    assert "Choose a time after it opens." in response.content.decode()
    assert stored(page) == GUARDS
