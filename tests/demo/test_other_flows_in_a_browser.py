"""The demo's sign-up and its letters in a real browser, with and without JavaScript."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model

from flow_blocks.models import SavedAnswers
from tests.demo.by_hand import check_fit, follows, presses

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def page(request: pytest.FixtureRequest, browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context(java_script_enabled=request.param)
    page = context.new_page()
    page.set_viewport_size({"width": 375, "height": 700})
    yield page
    context.close()


@pytest.fixture
def site(shop: None, live_server: "LiveServer", settings: Any, tmp_path: Path) -> str:
    """Open to who tries the demo, with an inbox."""
    settings.DEBUG = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    return live_server.url


def test_an_account_is_made_and_its_address_confirmed(site: str, page: "Page") -> None:
    """The code is read in the inbox, in another tab."""
    page.goto(f"{site}/")
    follows(page, "Sign up")
    presses(page, "Start")
    page.get_by_label("Name").fill("Grace Hopper")
    page.get_by_label("Email address").fill("grace@example.com")
    page.get_by_label("Password", exact=True).fill("a compiler of hers")
    page.get_by_label("The same password again").fill("a compiler of hers")
    presses(page, "Create my account")
    presses(page, "Send me a code")
    inbox = page.context.new_page()
    inbox.goto(f"{site}/inbox/")
    code = re.search(r"^\d{6}$", inbox.locator(".mail").inner_text(), re.MULTILINE)
    assert code
    page.get_by_label("Code").fill(code[0])
    check_fit(page, 375)

    presses(page, "Continue")

    page.get_by_role("heading", name="Thank you").wait_for()
    assert get_user_model().objects.filter(email="grace@example.com").exists()


def test_letters_are_asked_for_and_one_arrives(site: str, page: "Page") -> None:
    page.goto(f"{site}/")
    follows(page, "Letters")
    page.get_by_label("Your name").fill("Grace Hopper")
    page.get_by_label("Your email address").fill("grace@example.com")
    page.get_by_label("New pots").check()
    page.get_by_label("Once a month").check()
    page.get_by_label("I would like to get these letters").check()
    check_fit(page, 375)
    presses(page, "Continue")
    assert page.get_by_text("Once a month").is_visible()
    presses(page, "Continue")
    presses(page, "Put me on the list")
    presses(page, "Send me the first one")

    page.get_by_role("heading", name="Thank you").wait_for()
    assert SavedAnswers.objects.get().email == "grace@example.com"
    follows(page, "Inbox")
    page.get_by_role("heading", name="Grace Hopper, you are on our list").wait_for()
