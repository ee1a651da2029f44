"""The page "People half way": how many are where, why some stay, and the acts."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from cmsflows import register_action
from cmsflows.cms.overview import overview
from cmsflows.engine.registry import registry
from cmsflows.engine.task import TaskStatus
from cmsflows.exceptions import StoreUnavailableError
from cmsflows.models import FlowPage
from cmsflows.statestore.django_store import StateStore
from cmsflows.testing import flow_page, publish, step
from tests.admin.people import ALL, editor, half_way, history
from tests.journeys.records import task_of
from tests.shop.effects import LEDGER, PayOutside

pytestmark = pytest.mark.django_db

ITEM, PLAN, END = step("test_item", "Item"), step("test_plan", "Plan"), step("test_note", "End")


@pytest.fixture
def page() -> FlowPage:
    made = flow_page(ITEM, PLAN, END)
    made.save_revision()
    return made


def people_url(page: FlowPage, act: str = "") -> str:
    return f"/admin/flows/{page.pk}/people/{act}"


def test_it_counts_who_is_where_and_says_why_they_stay(
    admin_client: Client, page: FlowPage
) -> None:
    """B37: listed with the reason, and never an answer."""
    half_way()
    half_way()
    half_way().submits(plan="small")
    publish(page, ITEM, step("test_note", "End"))
    half_way()

    response = admin_client.get(people_url(page))

    assert "4 people have begun and not finished." in response.text
    assert "2 stay. Their step is not there any more." in response.text
    assert "1 can be moved." in response.text
    assert "Live version" in response.text
    assert "They have it already." in response.text
    assert "kettle" not in response.text
    rows = [(row.title, row.is_live, row.people) for row in response.context["people"].rows]
    assert rows == [("End", True, 1), ("Plan", False, 2), ("End", False, 1)]


def test_of_a_page_that_is_offline_it_only_counts(admin_client: Client, page: FlowPage) -> None:
    """B40: there is no version to be moved to."""
    half_way()
    page.unpublish()

    text = admin_client.get(people_url(page)).text

    assert "1 person has begun and not finished." in text
    assert "If you move them" not in text
    assert people_url(page, "move/") not in text
    assert admin_client.post(people_url(page, "move/")).url == "/admin/"


def test_nobody_is_half_way(admin_client: Client, page: FlowPage) -> None:
    assert "Nobody is half way now." in admin_client.get(people_url(page)).text


def test_what_is_finished_is_not_counted(admin_client: Client, page: FlowPage) -> None:
    visitor = half_way()
    visitor.submits(plan="small")
    visitor.submits()

    assert "Nobody is half way now." in admin_client.get(people_url(page)).text


def test_people_can_be_moved_now(admin_client: Client, page: FlowPage) -> None:
    """B37"""
    visitor = half_way()
    page = publish(page, ITEM, PLAN)

    asked = admin_client.get(people_url(page, "move/"))
    unmoved = task_of(visitor).version
    answer = admin_client.post(people_url(page, "move/"))

    assert "Shall people who are half way go on with the live version?" in asked.text
    assert unmoved != page.flow_version
    assert answer.url == people_url(page)
    assert task_of(visitor).version == page.flow_version
    assert history(page) == ["Moved 1 visitor's run to the live version"]


def test_everyone_can_be_stopped_now(admin_client: Client, page: FlowPage) -> None:
    """B40: of a page that is offline, too."""
    visitor = half_way()
    page.unpublish()

    asked = admin_client.get(people_url(page, "stop/"))
    running = task_of(visitor).status
    admin_client.post(people_url(page, "stop/"))

    assert "which cannot be undone" in asked.text
    assert running is TaskStatus.RUNNING
    assert task_of(visitor).status is TaskStatus.STOPPED
    assert history(page) == ["Stopped 1 visitor's run"]


def test_who_is_paying_elsewhere_is_told_apart(
    admin_client: Client, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B59"""
    monkeypatch.setenv(LEDGER, str(tmp_path / "effects"))
    register_action("test_pay_outside", label="Pay")(PayOutside)
    try:
        page = flow_page(ITEM, step("test_pay_outside", "Pay"), END)
        half_way().submits(card="1")

        text = admin_client.get(people_url(page)).text
        admin_client.post(people_url(page, "stop/"))
    finally:
        registry.actions.remove("test_pay_outside")

    assert "1 person is waiting for something to be settled, a payment say" in text
    assert history(page) == ["Stopped 0 visitors' runs"]


def test_the_history_says_who_did_what_in_words(admin_client: Client, page: FlowPage) -> None:
    half_way()
    admin_client.post(people_url(page, "stop/"))

    text = admin_client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).text

    assert "Stopped 1 visitor&#x27;s run" in text
    entry = PageLogEntry.objects.get(action="cmsflows.stop_people")
    assert entry.user.is_superuser


def test_a_button_of_the_page_leads_there(admin_client: Client, page: FlowPage) -> None:
    text = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    other = admin_client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).text

    assert f'href="{people_url(page)}"' in text
    assert "/people/" not in other


def test_who_may_not_read_has_no_button(page: FlowPage) -> None:
    """B51"""
    client = editor("move_people", "stop_people")

    text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    assert people_url(page) not in text


@pytest.mark.parametrize(
    ("act", "codenames", "on_page"),
    [
        ("", ("move_people", "stop_people"), ("change", "publish")),
        ("", ALL, ()),
        ("move/", ("read_runs", "stop_people"), ("change", "publish")),
        ("move/", ALL, ("change",)),
        ("stop/", ("read_runs", "move_people"), ("change", "publish")),
        ("stop/", ALL, ("change",)),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_is_refused(
    page: FlowPage, act: str, codenames: tuple[str, ...], on_page: tuple[str, ...], method: str
) -> None:
    """B51: by any URL; each permission is needed beside that of the page."""
    visitor = half_way()
    before = task_of(visitor)

    answer = getattr(editor(*codenames, on_page=on_page), method)(people_url(page, act))

    assert answer.status_code == 302
    assert answer.url == "/admin/"
    assert task_of(visitor) == before
    assert history(page) == []


def test_who_may_does(page: FlowPage) -> None:
    """B51"""
    half_way()
    client = editor(*ALL)

    shown = client.get(people_url(page))
    client.post(people_url(page, "stop/"))

    assert shown.status_code == 200
    assert history(page) == ["Stopped 1 visitor's run"]


def test_a_reader_is_offered_nothing_more(page: FlowPage) -> None:
    text = editor("read_runs", on_page=("change",)).get(people_url(page)).text

    assert "/people/move/" not in text
    assert "/people/stop/" not in text


def test_the_permissions_can_be_given_to_a_group(admin_client: Client) -> None:
    group = Group.objects.create(name="Shopkeepers")

    text = admin_client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).text

    for word in ("see how many visitors are at which step", "stop visitors"):
        assert word in text.lower()


def test_a_page_that_is_no_flow_has_no_people(admin_client: Client, page: FlowPage) -> None:
    assert admin_client.get(people_url(page.get_parent())).status_code == 404


def test_more_than_can_be_looked_at_are_counted(
    page: FlowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        half_way()
    monkeypatch.setattr("cmsflows.cms.overview.LOOKED_AT", 1)

    found = overview(page, None)

    assert (found.people, found.is_all) == (3, False)


def test_a_store_that_is_away_is_no_error_of_the_page(
    admin_client: Client, page: FlowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any) -> Any:
        raise StoreUnavailableError(store="The store", reason="gone", hint="")

    half_way()
    monkeypatch.setattr(StateStore, "of_flow", away)
    monkeypatch.setattr(StateStore, "count_of_flow", away)

    shown = admin_client.get(people_url(page))
    stopped = admin_client.post(people_url(page, "stop/"))

    assert shown.status_code == 200
    assert stopped.status_code == 302
    assert history(page) == ["Stopped 0 visitors' runs; others end as they go on"]


def test_a_store_that_cannot_list_says_so(
    admin_client: Client, page: FlowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B55"""
    monkeypatch.setattr(FlowPage, "flow_state_store", "tests.statestore.two_method_stores.Deleting")
    half_way()

    text = admin_client.get(people_url(page)).text

    assert "cannot be asked how many there are" in text
