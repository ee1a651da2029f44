"""What pressing Enter, Back and Cancel does in a real browser."""

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from cmsflows.engine.task import TaskStatus
from tests.fixtures.browser import ARGUMENTS
from tests.journeys.in_a_browser import enters, heading, presses, stored_task, writes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def card(page: "Page", live_server: "LiveServer", settings: Any) -> "Page":
    """The second step: a text field, an exit, and something to cancel."""
    enters(page, live_server, settings)
    writes(page, "kettle")
    return page


def test_enter_in_a_field_goes_on_and_neither_leaves_nor_cancels(card: "Page") -> None:
    card.get_by_label("Word").fill("Happy birthday")

    with card.expect_request(lambda request: request.method == "POST") as sent:
        card.keyboard.press("Enter")

    card.get_by_role("heading", name="Thanks").wait_for()
    posted = sent.value.post_data or ""
    assert "word=Happy+birthday" in posted
    assert "_exit" not in posted
    assert "_cancel" not in posted


def test_enter_in_a_field_does_not_cancel_even_while_cancelling_is_open(card: "Page") -> None:
    card.locator("summary", has_text="Cancel").click()
    card.get_by_label("Word").fill("Happy birthday")

    card.keyboard.press("Enter")

    card.get_by_role("heading", name="Thanks").wait_for()


def test_cancelling_takes_two_moves_by_keyboard_too(card: "Page") -> None:
    """B10"""
    card.locator("summary", has_text="Cancel").focus()
    card.keyboard.press("Enter")
    after_the_first = stored_task(card)
    card.keyboard.press("Tab")

    with card.expect_navigation():
        card.keyboard.press("Enter")

    assert heading(card) == "You have cancelled"
    task = stored_task(card)
    assert after_the_first
    assert after_the_first.status is TaskStatus.RUNNING
    assert task
    assert task.status is TaskStatus.CANCELLED


def test_cancel_comes_last_for_who_walks_by_keyboard(card: "Page") -> None:
    order = card.evaluate(
        "[...document.querySelectorAll('.flow a, .flow input:not([type=hidden]), .flow button,"
        " .flow summary')].map(each => each.innerText || each.name)"
    )

    assert order[:4] == ["Back", "word", "Continue", "No card, thanks"]
    assert order[4] == "Cancel"


def test_a_form_whose_sending_was_stopped_can_be_sent_again(card: "Page") -> None:
    """The guard against second clicks is for second clicks."""

    def nothing_comes(route: "Route") -> None:
        if route.request.method == "POST":
            route.fulfill(status=204)
        else:
            route.continue_()

    card.route("**/*", nothing_comes)
    card.get_by_label("Word").fill("Happy birthday")
    card.get_by_role("button", name="Continue").click()
    card.unroute("**/*")
    card.get_by_role("button", name="Continue").click()
    at_once = heading(card)
    card.wait_for_timeout(10_500)

    presses(card, "Continue")

    assert (at_once, heading(card)) == ("Card", "Thanks")


def test_a_page_from_the_browsers_memory_is_asked_for_anew(
    browser: "Browser",
    live_server: "LiveServer",
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some browsers keep pages marked `no-store`; the form of such a page may be done."""
    # This one keeps no such page, so for once none is marked.
    monkeypatch.setattr("cmsflows.serving.serve.keep_private", lambda response: response)
    remembering = browser.browser_type.launch(
        executable_path=shutil.which("chromium"),
        args=ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = remembering.new_page()
    enters(page, live_server, settings)
    writes(page, "kettle")
    page.goto(f"{live_server.url}/admin/login/")

    with page.expect_request("**/card/**") as asked:
        page.evaluate("history.back()")

    page.get_by_role("heading", name="Card").wait_for()
    kind = page.evaluate("performance.getEntriesByType('navigation')[0].type")
    # One that was merely loaded on the way back would be of the kind "back_forward".
    assert (asked.value.method, kind) == ("GET", "navigate")
    remembering.close()
