"""The flow map in a real browser: it leads into the form."""

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Site

from cmsflows.models import FlowPage
from tests.cms.streams import action, id_of, scaffold

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CARD = f"block-{id_of('test_note', 'Card')}-section"


@pytest.fixture
def editor(page: "Tab", live_server: LiveServer) -> "Tab":
    """An editor at a checkout, with the map open."""
    get_user_model().objects.create_superuser("ada", "ada@example.com", "a difference engine")
    flow = [action("Log in"), scaffold("Pay", scaffold("By bank", action("Card")))]
    home = Site.objects.get(is_default_site=True).root_page
    checkout = home.add_child(instance=FlowPage(title="Checkout", flow=flow))
    page.goto(f"{live_server.url}{reverse('wagtailadmin_login')}")
    page.fill("[name=username]", "ada")
    page.fill("[name=password]", "a difference engine")
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    page.goto(f"{live_server.url}{reverse('wagtailadmin_pages:edit', args=[checkout.pk])}")
    page.click("[data-side-panel-toggle=flow-map]")
    return page


def focused_block(tab: "Tab") -> Any:
    """The id of the block that has the focus, if it is open."""
    return tab.evaluate(
        """() => {
          const toggle = document.activeElement;
          const open = toggle.getAttribute('aria-expanded') === 'true';
          return open ? toggle.closest('[data-panel]')?.id : null;
        }"""
    )


def test_a_line_of_the_outline_opens_its_block(editor: "Tab", script_errors: list[str]) -> None:
    """B44: it opens, with all groups around it, scrolls into view and takes the focus."""
    editor.click(f".cmsflows-outline a[href='#{CARD}']")

    editor.wait_for_function(f"document.activeElement.closest('#{CARD}')")
    assert focused_block(editor) == CARD
    assert editor.locator(f"#{CARD} input[name$=title]").first.is_visible()
    assert script_errors == []


def test_a_step_of_the_picture_opens_its_block_by_keyboard(editor: "Tab") -> None:
    """B44."""
    editor.locator(f"svg.flow-map a[href='#{CARD}']").focus()

    editor.keyboard.press("Enter")

    editor.wait_for_function(f"document.activeElement.closest('#{CARD}')")
    assert focused_block(editor) == CARD


def test_the_form_is_found_behind_another_tab(editor: "Tab") -> None:
    editor.click("[role=tab][href='#tab-promote']")

    editor.click(f".cmsflows-outline a[href='#{CARD}']")

    editor.wait_for_function(f"document.activeElement.closest('#{CARD}')")
    assert focused_block(editor) == CARD


def test_on_a_narrow_screen_the_map_makes_room(editor: "Tab") -> None:
    editor.set_viewport_size({"width": 375, "height": 800})

    editor.click(f".cmsflows-outline a[href='#{CARD}']")

    editor.wait_for_function(f"document.activeElement.closest('#{CARD}')")
    editor.locator("[data-side-panel=flow-map]").wait_for(state="hidden")


@pytest.mark.parametrize(("theme", "relation"), [("light", "<"), ("dark", ">")])
def test_the_map_follows_the_theme(editor: "Tab", theme: Any, relation: str) -> None:
    """Words are darker than the paper by day, and brighter by night."""
    editor.emulate_media(color_scheme=theme)

    editor.wait_for_function(
        f"""() => {{
          const brightness = (colour) =>
            colour.match(/[0-9.]+/g).slice(0, 3).reduce((sum, each) => sum + Number(each), 0);
          const ink = getComputedStyle(document.querySelector('.flow-map .step text')).fill;
          const paper = getComputedStyle(document.querySelector('.form-side')).backgroundColor;
          return brightness(ink) {relation} brightness(paper);
        }}"""
    )
