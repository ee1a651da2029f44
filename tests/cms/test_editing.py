"""The page editor saves a flow: what was opened and sent back unchanged is unchanged."""

from typing import Any

import pytest
from django.test import Client

from cmsflows.models import FlowPage
from tests.cms.posting import edit
from tests.cms.streams import action, scaffold

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(admin_client: Client) -> Client:
    return admin_client


def saved(page: FlowPage) -> Any:
    draft = page.get_latest_revision_as_object()
    return draft.flow.stream_block.get_prep_value(draft.flow)


def test_an_unknown_step_is_json_equal_after_editing(editor: Client, make_page: Any) -> None:
    """B38: a deploy that forgets an app must not shorten the checkout."""
    gone = {
        "type": "gift_message",
        "id": "6b0f7fd6-3dd1-4f2e-9a06-0d3e8c5e2a11",
        "value": {"title": "Für dich", "n": 1.50, "when": None, "steps": [{"type": "x"}]},
        "more": [1, {"deep": "\u0000"}],
    }
    page = make_page(action("First"), gone, scaffold("Group", gone | {"id": "other"}))

    response = edit(editor, page)

    assert response.status_code == 302
    assert saved(page)[1] == gone
    assert saved(page)[2]["value"]["steps"] == [gone | {"id": "other"}]
