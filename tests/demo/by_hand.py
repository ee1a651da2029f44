"""What a visitor's hand does in a browser: presses, follows, and looks whether it all fits."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PRESSED = ".flow-button:visible, .flow-field input[type=text], .flow-alternatives a, .flow-menu li"
THUMB = 44
"""Pixels that a button should be high (WCAG 2.2, target size, enhanced)."""


def presses(page: "Page", button: str) -> None:
    """Click a button, and wait for the page it leads to: the old one has fields of its own."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def follows(page: "Page", link: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=link, exact=True).click()


def gets_the_focus(page: "Page", field: str) -> None:
    """Browsers move the focus a moment after the page or the click."""
    page.wait_for_function("name => document.activeElement.name === name", arg=field)


def check_fit(page: "Page", width: int) -> None:
    """Nothing to scroll sideways, and nothing too small to press."""
    page.locator(".flow").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    pressed = (
        ".flow-button:visible, .flow-field input[type=text], .flow-alternatives a, .flow-menu li"
    )
    targets = page.locator(pressed).all()
    heights = [box["height"] for target in targets if (box := target.bounding_box())]
    assert heights
    assert min(heights) >= THUMB
