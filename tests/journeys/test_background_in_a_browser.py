"""Whoever waits for work sees how far it is, and goes on by themselves when it is done."""

from typing import TYPE_CHECKING, Any

import pytest

from cmsflows.models import StoredJob
from tests.journeys.in_a_browser import enters, heading, presses
from tests.journeys.workers import time_goes_by, work
from tests.shop.background import Careful

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting(page: "Page", live_server: "LiveServer", settings: Any, monkeypatch: Any) -> "Page":
    """The page of who has handed work to somebody. `Any`: pytest's own."""
    settings.FLOWS_BACKGROUND = True
    monkeypatch.setattr("cmsflows.background.action.send", lambda key: None)
    page.clock.install()
    enters(page, live_server, settings, Careful)
    presses(page, "Continue")
    page.get_by_label("Year").fill("1999")
    presses(page, "Continue")
    return page


def time_goes_by_there(page: "Page") -> None:
    """Long enough for one look, which is waited for."""
    with page.expect_response("**/make-report/**"):
        page.clock.fast_forward(4000)


def words(page: "Page") -> str:
    return page.get_by_role("status").inner_text()


def test_how_far_it_is_changes_on_the_page_that_stays(waiting: "Page") -> None:
    """Loaded anew, it would never be read aloud to its end."""
    waiting.evaluate("window.isTheSame = true")
    before = words(waiting)
    time_goes_by(done=3, total=10)

    time_goes_by_there(waiting)
    waiting.get_by_text("3 of 10 done").wait_for()

    assert heading(waiting) == "We are working on it"
    assert before == "Under way"
    assert waiting.get_by_role("progressbar").get_attribute("value") == "3"
    assert waiting.evaluate("window.isTheSame")


def test_it_goes_on_when_the_work_is_done(waiting: "Page") -> None:
    work()

    time_goes_by_there(waiting)

    waiting.get_by_role("heading", name="Thanks").wait_for()
    assert waiting.get_by_text("submitted already").count() == 0


def test_it_goes_on_where_nobody_has_told_the_run(waiting: "Page") -> None:
    """A look changes nothing, so the page sends a form."""
    time_goes_by(deadline=0.0)

    time_goes_by_there(waiting)

    waiting.get_by_role("heading", name="Error").wait_for()
    assert StoredJob.objects.get().status == "failed"


def test_without_scripts_it_goes_on_as_well(waiting: "Page") -> None:
    """The browser loads the page anew by itself."""
    browser = waiting.context.browser
    assert browser
    with browser.new_context(java_script_enabled=False) as context:
        context.add_cookies(waiting.context.cookies())
        plain = context.new_page()
        plain.goto(waiting.url)
        before = heading(plain)
        work()

        plain.get_by_role("heading", name="Thanks").wait_for()

    assert before == "We are working on it"
