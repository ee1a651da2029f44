"""The browser that other tests rely on: it reaches the live server, and nothing beyond it."""

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import get_user_model

from tests.fixtures.browser import is_local

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer


@pytest.mark.browser
def test_a_user_of_the_test_logs_in_by_browser(live_server: "LiveServer", page: "Page") -> None:
    """Test and server see one database, though they run in different threads."""
    get_user_model().objects.create_superuser("admin", "admin@example.com", "admin")

    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("admin")
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("heading", name="cmsflows tests").wait_for()
    assert get_user_model().objects.get().last_login


@pytest.mark.browser
def test_errors_of_scripts_are_collected(page: "Page", script_errors: list[str]) -> None:
    page.set_content("<script>nobody.knows.this()</script>")

    assert script_errors == ["nobody is not defined"]


@pytest.mark.browser
def test_a_page_reaches_this_machine_only(page: "Page") -> None:
    failures: list[str | None] = []
    page.on("requestfailed", lambda request: failures.append(request.failure))

    page.set_content('<img alt="" src="http://example.com/picture.png">')

    assert failures == ["net::ERR_BLOCKED_BY_CLIENT.Inspector"]


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("http://127.0.0.1:8000/admin/", True),
        ("http://localhost/", True),
        ("data:text/plain,hello", True),
        ("https://example.com/", False),
        ("http://127.0.0.1.example.com/", False),
    ],
)
def test_what_is_local(url: str, answer: bool) -> None:
    assert is_local(url) is answer
