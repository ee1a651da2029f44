"""Answers are kept for a while, and nobody is surprised by the end of it (WCAG 2.2, 2.2.1)."""

from typing import TYPE_CHECKING, Any

import pytest

from cmsflows.statestore.loading import default_store
from tests.journeys.in_a_browser import (
    enters,
    heading,
    presses,
    stored_task,
    task_id_of,
    writes,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEARLY = "18:05"
"""Minutes after which twenty are nearly over: the warning comes two before the end."""


@pytest.fixture
def card(page: "Page", live_server: "LiveServer", settings: Any) -> "Page":
    """The second step, with a clock that tests may put forward."""
    page.clock.install()
    enters(page, live_server, settings)
    writes(page, "kettle")
    return page


def time_goes_by(page: "Page", how_long: str) -> None:
    """As for a laptop that sleeps: timers are late, and the clock has moved on."""
    page.clock.fast_forward(how_long)
    page.clock.run_for(1000)


def warning(page: "Page") -> "Locator":
    return page.get_by_role("alert")


def test_until_then_the_page_is_quiet(card: "Page", script_errors: list[str]) -> None:
    time_goes_by(card, "17:30")

    assert warning(card).inner_text() == ""
    assert "Your answers are kept until" in card.locator(".flow-kept").inner_text()
    assert script_errors == []


def test_before_the_end_a_warning_is_seen_and_spoken(card: "Page") -> None:
    time_goes_by(card, NEARLY)

    assert "Your answers will be deleted in 2 minutes, at " in warning(card).inner_text()
    box = warning(card).bounding_box()
    assert box
    assert box["y"] + box["height"] <= 900


def test_the_warning_is_said_again_as_time_runs_out(card: "Page") -> None:
    time_goes_by(card, NEARLY)
    time_goes_by(card, "00:53")
    one_minute = warning(card).inner_text()

    time_goes_by(card, "00:40")

    assert "in 1 minute, at" in one_minute
    assert " seconds, at " in warning(card).inner_text()


def test_the_warning_leaves_whoever_types_alone(card: "Page") -> None:
    card.get_by_label("Word").press_sequentially("Hap")

    time_goes_by(card, NEARLY)
    card.keyboard.type("py birthday")

    assert warning(card).inner_text()
    assert card.get_by_label("Word").input_value() == "Happy birthday"


def test_the_warning_does_not_lie_on_what_has_the_focus(card: "Page") -> None:
    card.set_viewport_size({"width": 375, "height": 420})
    time_goes_by(card, NEARLY)

    for _ in range(4):
        card.keyboard.press("Tab")
        focused = card.evaluate("document.activeElement.getBoundingClientRect().bottom")
        top = card.evaluate("document.querySelector('.flow-time').getBoundingClientRect().top")
        assert focused <= top


def test_the_button_keeps_the_answers_and_what_is_typed(card: "Page") -> None:
    card.get_by_label("Word").fill("Happy birthday")
    time_goes_by(card, NEARLY)

    card.get_by_role("button", name="Keep my answers").click()

    warning(card).get_by_text("Your answers are kept until").wait_for()
    assert card.get_by_role("button", name="Keep my answers").count() == 0
    assert card.evaluate("document.activeElement.name") == "word"
    card.keyboard.press("Enter")
    card.get_by_role("heading", name="Thanks").wait_for()


def test_the_word_that_they_are_kept_goes_away_and_the_warning_comes_back(card: "Page") -> None:
    time_goes_by(card, NEARLY)
    card.get_by_role("button", name="Keep my answers").click()
    warning(card).get_by_text("Your answers are kept until").wait_for()

    time_goes_by(card, "00:15")
    after_a_while = warning(card).inner_text()
    time_goes_by(card, "17:50")

    assert after_a_while == ""
    assert "in 2 minutes" in warning(card).inner_text()


def test_who_cannot_reach_the_site_may_try_again(card: "Page") -> None:
    def is_down(route: "Route") -> None:
        route.abort("internetdisconnected")

    time_goes_by(card, NEARLY)
    card.route("**/*_stay=1*", is_down)
    card.get_by_role("button", name="Keep my answers").click()
    warning(card).get_by_text("We could not reach the site. Please try again.").wait_for()
    card.unroute("**/*_stay=1*")

    card.get_by_role("button", name="Keep my answers").click()

    warning(card).get_by_text("Your answers are kept until").wait_for()


def test_after_the_end_there_is_an_honest_sentence_in_place_of_the_form(card: "Page") -> None:
    """A laptop has slept past the end; no timer has run meanwhile."""
    default_store().delete_state(task_id_of(card))

    time_goes_by(card, "03:00:00")

    warning(card).get_by_role("heading", name="Your answers are not kept any more").wait_for()
    assert not card.get_by_label("Word").is_visible()
    assert not card.get_by_role("link", name="Back").is_visible()
    card.get_by_role("link", name="Start again").click()
    card.get_by_role("heading", name="Item").wait_for()
    assert "_id" not in card.url


def test_what_another_browser_has_kept_is_not_called_gone(card: "Page") -> None:
    """It is asked before it is said."""
    with card.expect_response("**/*_stay=1*"):
        time_goes_by(card, "25:00")

    card.get_by_label("Word").fill("Happy birthday")
    assert warning(card).inner_text() == ""
    presses(card, "Continue")
    assert heading(card) == "Thanks"


def test_staying_in_another_tab_ends_the_warning_in_this_one(card: "Page") -> None:
    """That tab opens from the link, as it does without scripts."""
    time_goes_by(card, NEARLY)
    with card.context.expect_page() as opened:
        card.get_by_role("link", name="Keep your answers longer (opens in a new tab)").click()

    assert heading(opened.value) == "Your answers are kept"
    card.wait_for_function("document.querySelector('.flow-time').innerText === ''")


def test_the_page_with_errors_has_a_time_limit_too(card: "Page") -> None:
    presses(card, "Continue")

    assert "Your answers are kept until" in card.locator(".flow-kept").inner_text()


@pytest.mark.slow
def test_answers_that_are_not_kept_are_called_gone_when_they_are(
    page: "Page", live_server: "LiveServer", settings: Any
) -> None:
    """By the real clock: a warning half way, the end, and nothing resurrected by asking."""
    settings.FLOWS_TASK_IDLE_TIMEOUT = 6
    enters(page, live_server, settings)
    writes(page, "kettle")

    warning(page).get_by_text("Your answers will be deleted in").wait_for()
    warning(page).get_by_role("heading", name="Your answers are not kept any more").wait_for()

    assert stored_task(page) is None


@pytest.mark.slow
def test_where_no_asking_helps_any_more_it_says_so(
    page: "Page", live_server: "LiveServer", settings: Any
) -> None:
    settings.FLOWS_TASK_IDLE_TIMEOUT = settings.FLOWS_TASK_MAX_AGE = 14
    enters(page, live_server, settings)
    writes(page, "kettle")
    page.get_by_role("button", name="Keep my answers").click()

    warning(page).get_by_text("They cannot be kept for longer").wait_for()

    assert not page.get_by_role("button", name="Keep my answers").is_visible()


def test_without_scripts_a_line_and_a_page_of_its_own_do_it(
    browser: "Browser", live_server: "LiveServer", settings: Any
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enters(page, live_server, settings)
    writes(page, "kettle")
    line = page.locator(".flow-kept").inner_text()

    with context.expect_page() as opened:
        page.get_by_role("link", name="Keep your answers longer (opens in a new tab)").click()

    assert "Your answers are kept for 20 more minutes, until" in line
    assert "They" not in opened.value.locator("main").inner_text()
    assert "Your answers are kept for 20 more minutes" in opened.value.locator("main").inner_text()
    context.close()
