"""An editor puts guards on a step with the mouse, and reads at the field what is wrong."""

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group

from cmsflows.models import FlowPage
from cmsflows.testing import flow_page, step
from tests.journeys.editor import Editor

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_group_and_a_time_are_chosen(
    page: "Page", live_server: "LiveServer", admin_user: Any
) -> None:
    Group.objects.create(name="Members")
    flow = flow_page(step("message", "Enter"))
    editor = Editor(page, live_server.url)
    editor.logs_in(admin_user)
    editor.edits(flow)
    block = editor.blocks(editor.root)[0]
    if not editor.is_open(block):
        editor.toggles(block)
    editor.presses(block, "Settings")
    guards = block.locator("[data-contentpath=preconditions]")

    for name in ("Must be in a group", "Must be the right time"):
        guards.get_by_role("button", name="Insert a block").last.click()
        page.get_by_role("option", name=name, exact=True).click()
        page.wait_for_function("!document.querySelector('[role=option]')")
    guards.locator("select").select_option("Members")
    enters(guards, "opens", "2026-06-01 14:00")
    enters(guards, "closes", "2026-06-01 13:00")
    editor.saves()
    assert "Choose a time after it opens." in guards.inner_text()
    enters(guards, "closes", "2026-06-01 15:00")
    editor.saves()

    draft = FlowPage.objects.get(pk=flow.pk).get_latest_revision_as_object()
    assert draft.flow.get_prep_value()[0]["value"]["preconditions"] == [
        {"type": "in_group", "options": {"group": "Members"}},
        {
            "type": "between_dates",
            "options": {
                "opens": "2026-06-01T14:00:00+00:00",
                "closes": "2026-06-01T15:00:00+00:00",
            },
        },
    ]


def enters(guards: "Locator", name: str, moment: str) -> None:
    """As typed; a calendar that opens for who clicks into the field would cover the buttons."""
    field = guards.locator(f"[data-contentpath={name}] input")
    field.evaluate("(field, moment) => { field.value = moment; }", moment)
