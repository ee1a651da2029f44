"""The stand-in's pages in a real browser: on a telephone, without JavaScript, of every kind."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from flow_blocks.models.payment import PaymentKind
from standin.models import StandInPayment
from tests.standin.conftest import Begin
from tests.standin.payer import path_of, standing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THUMB = 44
"""Pixels that a button should be high (WCAG 2.2, target size, enhanced)."""

Open = Callable[..., StandInPayment]


@pytest.fixture(params=[375, 1280])
def phone(browser: "Browser", request: pytest.FixtureRequest) -> "Iterator[Page]":
    """A page of this width, without scripts."""
    size = {"width": request.param, "height": 800}
    context = browser.new_context(viewport=size, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def opens(begin: Begin, phone: "Page", live_server: "LiveServer") -> Open:
    """Goes to the page of a new payment."""

    def opens(kind: PaymentKind) -> StandInPayment:
        payment = begin(kind, return_url=f"{live_server.url}/back/", description="x" * 255)
        phone.goto(live_server.url + path_of(payment))
        return payment

    return opens


def test_a_card_with_3d_secure(opens: Open, phone: "Page", live_server: "LiveServer") -> None:
    payment = opens(PaymentKind.CARD)
    fits(phone)
    phone.get_by_label("Card number").fill("4000 0000 0000 3221")
    presses(phone, "Pay 12.50 EUR")
    fits(phone)
    assert phone.get_by_role("alert").locator("a").count() == 3

    phone.get_by_label("Card number").fill("4000 0000 0000 3220")
    phone.get_by_label("Expiry date").fill("09/34")
    phone.get_by_label("Security code").fill("123")
    presses(phone, "Pay 12.50 EUR")
    fits(phone)
    presses(phone, "Confirm")

    assert phone.url == f"{live_server.url}/back/"
    assert standing(payment) == ("paid", "")


def test_paypal(opens: Open, phone: "Page", live_server: "LiveServer") -> None:
    payment = opens(PaymentKind.PAYPAL)
    fits(phone)
    phone.get_by_label("buyer@example.com").check()
    presses(phone, "Log in")
    fits(phone)
    presses(phone, "Approve")

    assert phone.url == f"{live_server.url}/back/"
    assert standing(payment) == ("approved", "")


def test_a_bank(opens: Open, phone: "Page", live_server: "LiveServer") -> None:
    payment = opens(PaymentKind.BANK)
    fits(phone)
    phone.get_by_label("Meadow Bank").check()
    presses(phone, "Continue")
    fits(phone)
    presses(phone, "Refuse")

    assert phone.url == f"{live_server.url}/back/"
    assert standing(payment) == ("failed", "declined")


def test_going_back_without_paying(opens: Open, phone: "Page", live_server: "LiveServer") -> None:
    payment = opens(PaymentKind.CARD)

    phone.get_by_role("link", name="Go back without paying").click()

    assert phone.url == f"{live_server.url}/back/"
    assert standing(payment) == ("open", "")


def test_the_desk(opens: Open, phone: "Page", live_server: "LiveServer", settings: Any) -> None:
    settings.DEBUG = True
    opens(PaymentKind.CARD)

    phone.goto(f"{live_server.url}/standin/")

    fits(phone)
    assert phone.get_by_role("link", name="Its page").count() == 1


def presses(page: "Page", button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def fits(page: "Page") -> None:
    """Nothing runs out of the page, and what is to be pressed is as large as a thumb."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    body = page.locator("main").bounding_box()
    assert body is not None
    assert body["x"] >= 0
    assert body["x"] + body["width"] <= width
    for each in page.locator(":is(h1, h2, dd, p, .field, .card):visible").all():
        box = each.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width, each.inner_text()
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= THUMB, button.inner_text()
