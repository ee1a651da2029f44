"""What editors see of the ready blocks, in a real browser."""

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import get_user_model
from pytest_django.live_server_helper import LiveServer

from cmsflows.testing import flow_page, step
from tests.journeys.editor import Editor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

YOU = step("contact_details", "You", options={"phone": "no"})
THANKS = step("message", "Thanks")


def test_an_unknown_placeholder_is_told_beside_its_field(
    page: "Page", live_server: LiveServer, script_errors: list[str]
) -> None:
    letter = {"subject": "Welcome, {nmae}", "body": "<p>Dear {name}</p>"}
    flow = flow_page(YOU, THANKS)
    flow.flow = [YOU, step("send_email", "Mail", options=letter), THANKS]
    flow.save_revision()
    editor = Editor(page, live_server.url)
    editor.logs_in(get_user_model().objects.create_superuser("boss", password="x"))
    editor.edits(flow)

    editor.presses_publish()

    subject = page.locator("[data-contentpath=subject]")
    subject.get_by_text("Nothing in this flow stands for {nmae}.").wait_for()
    assert page.locator("[data-contentpath=body] .error-message").count() == 0
    assert script_errors == []


def test_what_a_list_of_names_is_for_is_said_beside_it(
    page: "Page", live_server: LiveServer, script_errors: list[str]
) -> None:
    flow = flow_page(YOU, step("save_answers", "Save"), THANKS)
    editor = Editor(page, live_server.url)
    editor.logs_in(get_user_model().objects.create_superuser("boss", password="x"))
    editor.edits(flow)

    editor.toggles(editor.blocks(editor.root)[1])

    entries = page.locator("[data-contentpath=entries]")
    assert "Without any tick, all answers of all steps" in (entries.text_content() or "")
    assert entries.get_by_role("checkbox", name="Email").is_visible()
    assert script_errors == []
