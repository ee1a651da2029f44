"""The account steps in a real browser: by keyboard, on a small screen, without scripts."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model

from cmsflows import Linear, Scaffold
from flow_blocks.actions.confirm_email import ConfirmEmail
from flow_blocks.actions.enter_code import EnterCode
from flow_blocks.actions.forgot_password import ForgotPassword
from flow_blocks.actions.guest import Guest
from flow_blocks.actions.log_out import LogOut
from flow_blocks.actions.message import Message
from flow_blocks.actions.new_password import NewPassword
from tests.flow_blocks.mails import last_code
from tests.journeys.in_a_browser import enters, heading, presses

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Look = Callable[["Page", str], None]


class Forgotten(Scaffold):
    action_set = [ForgotPassword, EnterCode, NewPassword, LogOut, Message]
    transition = Linear


class Confirming(Scaffold):
    action_set = [Guest, ConfirmEmail, Message]
    transition = Linear


@pytest.fixture
def ada() -> Any:
    return get_user_model().objects.create_user("ada", "ada@example.com", "a difference engine")


@pytest.fixture
def look() -> Look:
    """Nothing is wider than the screen, be that small or large. `CMSFLOWS_TEST_PICTURES` names a
    folder for pictures to look at."""

    def look_at(page: "Page", name: str) -> None:
        for width in (375, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if folder := os.environ.get("CMSFLOWS_TEST_PICTURES"):
                page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)

    return look_at


def test_a_password_is_chosen_anew_by_keyboard(
    page: "Page", live_server: "LiveServer", settings: Any, ada: Any, look: Look
) -> None:
    """Enter goes on, and never asks for another code."""
    enters(page, live_server, settings, Forgotten)
    look(page, "forgot-password")
    page.get_by_label("Email address").fill("ada@example.com")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Enter the code").wait_for()
    look(page, "enter-code")
    page.get_by_label("Code").fill("12")
    page.keyboard.press("Enter")
    page.get_by_role("alert", name="There is a problem").wait_for()
    look(page, "enter-code-wrong")
    page.get_by_label("Code").fill(last_code())
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="New password").wait_for()
    look(page, "new-password")
    page.get_by_label("New password").fill("an analytical engine")
    page.get_by_label("The same password again").fill("an analytical engine")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Log out").wait_for()
    look(page, "log-out")

    presses(page, "Log out")

    assert heading(page) == "Message"
    ada.refresh_from_db()
    assert ada.check_password("an analytical engine")


def test_an_address_is_confirmed_without_scripts(
    browser: "Browser", live_server: "LiveServer", settings: Any
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enters(page, live_server, settings, Confirming)
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Email address").fill("ada@example.com")
    presses(page, "Continue")
    presses(page, "Send me a code")
    presses(page, "Send a new code")
    is_refused = page.get_by_role("alert", name="There is a problem").is_visible()
    page.get_by_label("Code").fill(last_code())

    presses(page, "Continue")

    assert is_refused
    assert heading(page) == "Message"
    context.close()


def test_an_address_is_confirmed(
    page: "Page", live_server: "LiveServer", settings: Any, look: Look
) -> None:
    enters(page, live_server, settings, Confirming)
    look(page, "guest")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Email address").fill("ada@example.com")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Confirm email address").wait_for()
    look(page, "confirm-email")
    presses(page, "Send me a code")
    look(page, "confirm-email-sent")
    page.get_by_label("Code").fill(last_code())
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Message").wait_for()
