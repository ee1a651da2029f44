"""Reusable groups in a real browser: chosen deep in a flow, saved, and told when out of date."""

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import Page

from cmsflows.models import FlowPage, ReusableGroup
from tests.cms.reusable.making import publish, titles
from tests.cms.reusable.places import use
from tests.cms.streams import action, scaffold
from tests.journeys.editor import Editor

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(page: "Tab", live_server: "LiveServer", admin_user: Any) -> Editor:
    editor = Editor(page, live_server.url)
    editor.logs_in(admin_user)
    return editor


def make_group(title: str = "Delivery") -> ReusableGroup:
    group = ReusableGroup.objects.create(title=title, live=False)
    publish(group, action("Address"))
    return group


def make_page(*steps: Any) -> FlowPage:
    home = Page.objects.get(slug="home")
    page = home.add_child(instance=FlowPage(title="Checkout", live=False))
    publish(page, *steps)
    return page  # type: ignore[no-any-return]  # of Wagtail's tree


def test_a_group_is_chosen_deep_in_a_flow(editor: Editor, script_errors: list[str]) -> None:
    group = make_group()
    page = make_page(action("Item"))
    editor.edits(page)

    outer = editor.adds(editor.root, "Group of steps", "Where")
    place = editor.adds(editor.steps_of(outer), "Reusable group", "Where to")
    place.get_by_role("button", name="Choose").first.click()
    editor.page.get_by_role("link", name="Delivery").click()
    place.locator(".chooser__title", has_text="Delivery").wait_for()
    editor.saves()

    draft = FlowPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    (step,) = draft.flow[1].value["steps"]
    assert step.value["group"] == group
    assert step.value["title"] == "Where to"
    assert script_errors == []


def test_a_group_may_be_edited_like_a_flow(editor: Editor, script_errors: list[str]) -> None:
    group = make_group()
    editor.opens(ReusableGroup.snippet_viewset.get_url_name("edit"), group.pk)

    editor.adds(editor.root, "Read this", "Date")
    editor.saves()

    draft = ReusableGroup.objects.get(pk=group.pk).get_latest_revision_as_object()
    assert [child.value["title"] for child in draft.flow] == ["Address", "Date"]
    assert script_errors == []


def test_an_editor_is_told_and_publishes_again(editor: Editor) -> None:
    group = make_group()
    page = make_page(scaffold("Where", use(group)))
    publish(group, action("Date"))
    editor.edits(page)
    editor.page.click("[data-side-panel-toggle=flow-map]")

    editor.page.get_by_role("link", name="Publish again").click()
    editor.page.get_by_role("button", name="Publish again").click()

    editor.page.wait_for_url(f"**{reverse('wagtailadmin_pages:edit', args=[page.pk])}")
    assert titles(page) == ["Date"]
