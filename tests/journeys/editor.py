"""An editor at the page editor, in a real browser."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from cmsflows.models import FlowPage

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Locator, Page

CHILDREN = "> [data-streamfield-stream-container] > [data-streamfield-child]:not([aria-hidden])"
ADD = "> [data-streamfield-stream-container] > div > button.c-sf-add-button"


class Editor:
    """Knows its way about the form: streams, the blocks in them, and what blocks offer."""

    def __init__(self, page: "Page", url: str) -> None:
        self.page = page
        self.url = url

    def logs_in(self, user: "User") -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": self.url}
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]

    def opens(self, view: str, *args: Any) -> None:
        """A page of the admin, by the name of its view. `Any`: ids, and names of models."""
        self.page.goto(f"{self.url}{reverse(view, args=args)}")

    def edits(self, flow: FlowPage) -> None:
        self.opens("wagtailadmin_pages:edit", flow.pk)
        self.root.wait_for()

    @property
    def root(self) -> "Locator":
        """The outermost stream."""
        return self.page.locator(".flow-steps").first

    def steps_of(self, group: "Locator") -> "Locator":
        """The stream inside a group."""
        return group.locator("[data-contentpath=steps] > .flow-steps").first

    def blocks(self, stream: "Locator") -> "list[Locator]":
        return stream.locator(f":scope {CHILDREN}").all()

    def headings(self, stream: "Locator") -> list[str]:
        """What the closed blocks of a stream are called, without their numbers."""
        return [self.heading(block) for block in self.blocks(stream)]

    def heading(self, block: "Locator") -> str:
        title = block.locator(":scope > .w-panel > .w-panel__header .c-sf-block__title")
        return (title.text_content() or "").strip()

    def number(self, block: "Locator") -> str:
        """The number that the style sheet has counted for a block."""
        return str(
            block.locator(":scope > .w-panel > .w-panel__header > .w-panel__heading").evaluate(
                COUNTED
            )
        )

    def adds(self, stream: "Locator", kind: str, title: str) -> "Locator":
        """A new last block of a stream, titled."""
        blocks = stream.locator(f":scope {CHILDREN}")
        number = blocks.count()
        stream.locator(f":scope {ADD}").last.click()
        self.page.get_by_role("option", name=kind, exact=True).click()
        # The picker takes a moment to go; the next one would stand beside it.
        self.page.wait_for_function("!document.querySelector('[role=option]')")
        block = blocks.nth(number)
        block.locator("[data-contentpath=title] input").first.fill(title)
        return block

    def presses(self, block: "Locator", action: str) -> None:
        """One of the buttons in a block's heading."""
        header = block.locator(":scope > .w-panel > .w-panel__header")
        header.get_by_role("button", name=action, exact=True).click()

    def toggles(self, block: "Locator") -> None:
        block.locator(":scope > .w-panel > .w-panel__header > [data-panel-toggle]").click()

    def is_open(self, block: "Locator") -> bool:
        return block.locator(":scope > .w-panel > .w-panel__content").is_visible()

    def saves(self) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Save draft").click()

    def publishes(self) -> None:
        """Press Publish; asked who gets a changed flow, say that new visitors do."""
        self.presses_publish()
        if "/admin/flows/" in self.page.url:
            with self.page.expect_navigation():
                self.page.get_by_role("button", name="Publish", exact=True).click()

    def presses_publish(self) -> None:
        self.page.get_by_role("button", name="More actions").last.click()
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Publish", exact=True).click()


COUNTED = """(heading) => {
  const isNumbered = getComputedStyle(heading, "::before").content.startsWith("counters(");
  if (!isNumbered) return "";
  const numbers = [];
  for (
    let block = heading.closest("[data-streamfield-child]");
    block;
    block = block.parentElement.closest("[data-streamfield-child]")
  ) {
    const siblings = [...block.parentElement.children].filter((each) =>
      getComputedStyle(each).counterIncrement.startsWith("flow-step "));
    numbers.unshift(siblings.indexOf(block) + 1);
  }
  return numbers.join(".");
}"""
"""A script cannot read what a counter shows, but it can count what the counter counts."""
