"""The editor is asked what shall become of people half way, before a changed flow goes live."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cmsflows.engine.task import TaskStatus
from cmsflows.models import FlowPage
from cmsflows.testing import at_once, flow_page, step
from tests.admin.people import ALL, chooses, editor, half_way, history, publish_by_form
from tests.journeys.records import task_of

pytestmark = pytest.mark.django_db

ITEM, PLAN, END = step("test_item", "Item"), step("test_plan", "Plan"), step("test_note", "End")
NEW = step("test_note", "New")


@pytest.fixture
def page() -> FlowPage:
    made = flow_page(ITEM, PLAN, END)
    made.save_revision()
    return made


def version(page: FlowPage) -> str:
    return FlowPage.objects.get(pk=page.pk).flow_version


def asked(client: Client, page: FlowPage, *steps: Any) -> str:
    """The URL of the page that asks."""
    answer = publish_by_form(client, page, *(steps or (ITEM, PLAN, NEW, END)))
    assert answer.status_code == 302
    assert "/admin/flows/" in answer.url
    return str(answer.url)


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.text


def test_a_changed_flow_does_not_go_live_before_it_is_asked(
    admin_client: Client, page: FlowPage
) -> None:
    before = version(page)

    url = asked(admin_client, page)

    assert version(page) == before
    assert url == f"/admin/flows/{page.pk}/publish/{page.revisions.last().pk}/"


def test_it_says_what_changes_who_is_where_and_what_would_become_of_them(
    admin_client: Client, page: FlowPage
) -> None:
    """B37: before anything is done."""
    half_way()
    at_end = half_way()
    at_end.submits(plan="small")

    text = text_of(admin_client, asked(admin_client, page, ITEM, NEW, PLAN))

    assert "“\u2068New\u2069” is new, as step 2." in text
    assert "“\u2068End\u2069” is gone; it was step 3." in text
    assert "2 people are half way" in text
    assert "1 can be moved." in text
    assert "1 stays. Their step is not there any more." in text
    assert "kettle" not in text


def test_new_visitors_only_is_what_is_chosen_unless_said_otherwise(
    admin_client: Client, page: FlowPage
) -> None:
    """B36"""
    visitor = half_way()
    url = asked(admin_client, page)

    answer = chooses(admin_client, url, "new")
    visitor.submits(plan="small")

    assert 'value="new" id="cmsflows-new" aria-describedby="cmsflows-new-help" checked' in text_of(
        admin_client, asked(admin_client, page, ITEM, PLAN)
    )
    assert answer.status_code == 302
    assert visitor.sees("end")
    assert half_way().submits(plan="small").context["node"].title == "New"
    assert history(page) == [
        "Published for new visitors only; whoever was half way goes on as they began"
    ]


def test_people_are_moved_where_that_is_chosen(admin_client: Client, page: FlowPage) -> None:
    """B37"""
    visitor = half_way()

    chooses(admin_client, asked(admin_client, page), "move")

    assert task_of(visitor).version == version(page)
    assert FlowPage.objects.get(pk=page.pk).moves_people
    visitor.submits(plan="small")
    assert visitor.sees("new")
    assert history(page) == ["Moved 1 visitor's run to the live version"]


def test_everyone_is_stopped_where_that_is_chosen(admin_client: Client, page: FlowPage) -> None:
    """B40"""
    visitor = half_way()

    chooses(admin_client, asked(admin_client, page), "stop")
    visitor.opens(visitor.url)

    assert visitor.page.status_code == 410
    assert task_of(visitor).status is TaskStatus.STOPPED
    assert history(page) == ["Stopped 1 visitor's run"]


def test_a_look_publishes_nothing(admin_client: Client, page: FlowPage) -> None:
    before = version(page)
    url = asked(admin_client, page)

    admin_client.get(url, {"choice": "stop"})

    assert version(page) == before


def test_what_changes_nothing_of_the_flow_goes_straight(
    admin_client: Client, page: FlowPage
) -> None:
    """The form may write more of a step than it was stored with; once that is live, all is so."""
    chooses(admin_client, asked(admin_client, page), "new")

    answer = publish_by_form(admin_client, page, ITEM, PLAN, NEW, END)

    assert "/admin/flows/" not in answer.url


def test_what_was_never_live_goes_straight(admin_client: Client) -> None:
    page = flow_page(ITEM, live=False)

    answer = publish_by_form(admin_client, page, ITEM, PLAN)

    assert "/admin/flows/" not in answer.url
    assert version(page)


def test_where_the_editor_was_going_is_kept(admin_client: Client, page: FlowPage) -> None:
    url = asked(admin_client, page)

    answer = chooses(admin_client, url, "new", next="/admin/reports/")
    elsewhere = chooses(admin_client, asked(admin_client, page, ITEM), "new", next="//evil.example")

    assert answer.url == "/admin/reports/"
    assert elsewhere.url.startswith("/admin/pages/")


def test_why_it_may_not_go_live_is_told(
    admin_client: Client, page: FlowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B39, B53: words of editors are text."""
    url = asked(admin_client, page)
    before = version(page)

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ValidationError(["“<b>Pay</b>” can be reached without a plan."])

    monkeypatch.setattr("wagtail.models.Revision.publish", refuse)
    answer = chooses(admin_client, url, "stop")

    assert answer.status_code == 422
    assert "“&lt;b&gt;Pay&lt;/b&gt;” can be reached without a plan." in answer.text
    assert 'value="stop" id="cmsflows-stop" aria-describedby="cmsflows-stop-help" checked' in (
        answer.text
    )
    assert version(page) == before
    assert history(page) == []


def test_a_refusal_that_says_nothing_of_the_whole_leads_to_the_editor(
    admin_client: Client, page: FlowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = asked(admin_client, page)

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ValidationError([])

    monkeypatch.setattr("wagtail.models.Revision.publish", refuse)

    assert "the editor shows where" in chooses(admin_client, url, "new").text


def test_a_newer_draft_of_somebody_else_is_told(admin_client: Client, page: FlowPage) -> None:
    url = asked(admin_client, page)
    draft = FlowPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.flow = [ITEM]
    draft.save_revision()

    assert "A newer draft was saved" in text_of(admin_client, url)


def test_two_editors_do_not_publish_over_each_other_unseen(
    admin_client: Client, page: FlowPage
) -> None:
    """The other has published meanwhile: what was seen is not so any more."""
    first = asked(admin_client, page)
    seen = admin_client.get(first).context["seen"]
    second = asked(admin_client, page, ITEM, END)
    chooses(admin_client, second, "new")
    live = version(page)

    answer = admin_client.post(first, {"seen": seen, "choice": "stop"})

    assert answer.status_code == 409
    assert "Somebody has changed this page" in answer.text
    assert version(page) == live


def test_a_form_sent_twice_publishes_once(admin_client: Client, page: FlowPage) -> None:
    url = asked(admin_client, page)
    seen = admin_client.get(url).context["seen"]

    answers = [admin_client.post(url, {"seen": seen, "choice": "stop"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert len(history(page)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_publish_at_once_one_does(admin_user: Any, page: FlowPage) -> None:
    clients = [Client() for _ in range(8)]
    for client in clients:
        client.force_login(admin_user)
    url = asked(clients[0], page)
    seen = clients[0].get(url).context["seen"]

    answers = at_once(lambda number: clients[number].post(url, {"seen": seen, "choice": "stop"}))

    assert sorted(answer.status_code for answer in answers) == [302] + [409] * 7
    assert len(history(page)) == 1


def test_what_is_live_already_leads_back_to_the_editor(
    admin_client: Client, page: FlowPage
) -> None:
    url = asked(admin_client, page)
    chooses(admin_client, url, "new")

    answer = admin_client.get(url)

    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_what_is_to_go_live_later_is_not_asked_for_now(
    admin_client: Client, page: FlowPage
) -> None:
    draft = page.get_latest_revision_as_object()
    draft.flow, draft.go_live_at = [ITEM], timezone.now() + timedelta(days=1)
    revision = draft.save_revision()

    answer = admin_client.get(f"/admin/flows/{page.pk}/publish/{revision.pk}/")

    assert answer.status_code == 302


def test_the_choices_are_those_that_the_editor_may_take(page: FlowPage) -> None:
    """B51"""
    client = editor("move_people")
    url = asked(client, page)

    shown = client.get(url)

    assert [choice.value for choice in shown.context["choices"]] == ["new", "move"]
    assert shown.context["people"] is None


@pytest.mark.parametrize(
    ("codenames", "choice"), [((), "move"), (("move_people",), "stop"), (("read_runs",), "stop")]
)
def test_a_choice_that_is_not_offered_is_refused(
    page: FlowPage, codenames: tuple[str, ...], choice: str
) -> None:
    """B51"""
    visitor = half_way()
    client = editor(*codenames)
    url, before = asked(client, page), version(page)

    answer = chooses(client, url, choice)

    assert answer.url == "/admin/"
    assert version(page) == before
    assert task_of(visitor).status is TaskStatus.RUNNING


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_publish_gets_nowhere(
    admin_client: Client, page: FlowPage, method: str
) -> None:
    """B51: whatever else they may."""
    url, before = asked(admin_client, page), version(page)
    client = editor(*ALL, on_page=("change",))

    answer = getattr(client, method)(url, {"choice": "new"})

    assert answer.url == "/admin/"
    assert version(page) == before


def test_a_locked_page_is_not_published(admin_client: Client, page: FlowPage) -> None:
    url, before = asked(admin_client, page), version(page)
    FlowPage.objects.filter(pk=page.pk).update(locked=True)

    answer = editor(*ALL).post(url, {"choice": "new"})

    assert answer.url == "/admin/"
    assert version(page) == before


def test_other_pages_and_other_revisions_are_not_found(
    admin_client: Client, page: FlowPage
) -> None:
    other = flow_page(ITEM, slug="other")
    revision = other.save_revision()

    urls = [
        f"/admin/flows/{page.pk}/publish/{revision.pk}/",
        f"/admin/flows/{page.get_parent().pk}/publish/{revision.pk}/",
        "/admin/flows/999999/publish/1/",
    ]

    assert [admin_client.get(url).status_code for url in urls] == [404, 404, 404]


def test_a_stranger_is_asked_to_log_in(page: FlowPage) -> None:
    answer = Client().get(f"/admin/flows/{page.pk}/publish/1/")

    assert answer.url.startswith("/admin/login/")


def test_the_form_needs_its_token(admin_user: Any, page: FlowPage) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    revision = page.get_latest_revision_as_object().save_revision()

    answer = client.post(f"/admin/flows/{page.pk}/publish/{revision.pk}/", {"choice": "new"})

    assert answer.status_code == 403
