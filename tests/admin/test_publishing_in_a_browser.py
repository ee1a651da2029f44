"""The page that asks before a flow goes live, in a real browser."""

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import get_user_model
from pytest_django.live_server_helper import LiveServer

from cmsflows.models import FlowPage
from cmsflows.testing import flow_page, step
from tests.admin.people import half_way
from tests.journeys.editor import Editor
from tests.journeys.records import task_of

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ITEM, PLAN, END = step("test_item", "Item"), step("test_plan", "Plan"), step("test_note", "End")


@pytest.fixture
def checkout() -> FlowPage:
    made = flow_page(ITEM, PLAN, END)
    made.save_revision()
    return made


@pytest.fixture
def editor(page: "Tab", live_server: LiveServer) -> Editor:
    user = get_user_model().objects.create_superuser("ada", "ada@example.com", "engine")
    found = Editor(page, live_server.url)
    found.logs_in(user)
    return found


def test_an_editor_publishes_and_moves_who_is_half_way_by_keyboard_alone(
    editor: Editor, checkout: FlowPage, page: "Tab", script_errors: list[str]
) -> None:
    """B37: what is asked comes after Publish, and nothing is live before it is answered."""
    visitor = half_way()
    editor.edits(checkout)
    editor.adds(editor.root, "Read this", "New")
    editor.presses_publish()
    assert page.get_by_role("heading", name="1 person is half way").is_visible()
    assert "can be moved" in page.inner_text("main")
    assert task_of(visitor).version == FlowPage.objects.get(pk=checkout.pk).flow_version

    page.get_by_label("New visitors only").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "Moved 1 visitor's run to the live version." in page.inner_text("main")
    assert task_of(visitor).version == FlowPage.objects.get(pk=checkout.pk).flow_version
    assert script_errors == []


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_sticks_out_on_any_screen(
    editor: Editor, checkout: FlowPage, page: "Tab", width: int
) -> None:
    half_way()
    draft = checkout.get_latest_revision_as_object()
    draft.flow = [step("test_item", "x" * 300), PLAN, END]
    revision = draft.save_revision()
    page.set_viewport_size({"width": width, "height": 900})

    editor.opens("cmsflows_publish", checkout.pk, revision.pk)
    excess = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    asks = page.evaluate(excess)
    editor.opens("cmsflows_people", checkout.pk)

    assert (asks, page.evaluate(excess)) == (0, 0)
