"""A flow that is not sound cannot go live, whoever tries, and by whatever way."""

import json
import logging
import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from cmsflows.cms.gate import errors_of
from cmsflows.models import FlowPage
from cmsflows.testing import Visitor, flow_page, group, node_id, step
from cmsflows.testing.trees import home
from tests.cms.posting import edit
from tests.journeys.asking import answer, fact

pytestmark = pytest.mark.django_db

ITEM = step("test_item", "Item")
PLAN = step("test_plan", "Plan")
WITHOUT = step("test_note", "Without")
PAY = step("test_needs_plan", "Pay")
SOUND = [ITEM, PLAN, PAY]
UNSOUND = [ITEM, group("Choose", PLAN, WITHOUT, transition="any_one_of"), PAY]
WHY = "Item → Without → Pay"
"""The path on which Pay is reached without a plan."""


@pytest.fixture
def boss(client):
    user = get_user_model().objects.create_superuser("boss", password="x")
    client.force_login(user)
    return user


@pytest.fixture
def page():
    return flow_page(*SOUND)


@pytest.fixture
def draft(page):
    """The page with a draft that is not sound."""
    page.flow = UNSOUND
    page.save_revision()
    return page


def is_as_it_was(page):
    now = FlowPage.objects.get(pk=page.pk)
    return now.flow_version == page.flow_version and titles(now) == ["Item", "Plan", "Pay"]


def titles(page):
    return [block.value["title"] for block in page.flow]


def said(response):
    return " ".join(str(each) for each in get_messages(response.wsgi_request))


def test_an_editor_is_told_on_the_very_block(client, boss, draft):
    """B39"""
    response = edit(client, draft, publish=True)

    assert response.status_code == 200
    error = response.context["form"].errors.as_data()["flow"][0]
    (sentence,) = error.block_errors[2].non_block_errors
    assert WHY in sentence
    assert is_as_it_was(draft)


def test_an_error_deep_in_groups_is_on_its_block(client, boss, page):
    inner = group("Inner", step("test_item", "First"), PAY)
    page.flow = [ITEM, group("Outer", inner)]
    page.save_revision()

    response = edit(client, page, publish=True)

    error = response.context["form"].errors.as_data()["flow"][0]
    steps = error.block_errors[1].block_errors["steps"].block_errors[0].block_errors["steps"]
    assert "plan" in steps.block_errors[1].non_block_errors[0]
    assert "plan" in response.content.decode()


def test_a_draft_is_saved_whatever_it_is(client, boss, draft):
    before = draft.revisions.count()

    response = edit(client, draft)

    assert response.status_code == 302
    assert draft.revisions.count() > before


def test_a_draft_is_shown_whatever_it_is(client, boss, draft):
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk]))

    assert response.status_code == 200


def test_a_new_page_cannot_go_live(client, boss):
    """B39"""
    page = FlowPage(title="New", slug="new", flow=UNSOUND, live=False)
    home().add_child(instance=page)

    response = edit(client, page, publish=True)

    assert response.status_code == 200
    assert not FlowPage.objects.get(pk=page.pk).live


def test_many_at_once(client, boss, draft):
    """B39: none of them is published, and what is wrong is listed."""
    other = flow_page(*SOUND, slug="other", title="Other")
    other.title = "Renamed"
    other.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = client.post(
        f"{url}?id={draft.pk}&id={other.pk}&next=/admin/", {"include_descendants": ""}
    )

    assert response.status_code == 200
    assert WHY in response.content.decode()
    assert is_as_it_was(draft)
    assert Page.objects.get(pk=other.pk).title == "Other"


def test_many_at_once_with_those_below(client, boss):
    section = Page(title="Section", slug="section", live=False)
    home().add_child(instance=section)
    below = FlowPage(title="Below", slug="below", flow=UNSOUND, live=False)
    section.add_child(instance=below)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = client.post(f"{url}?id={section.pk}&next=/admin/", {"include_descendants": "on"})

    assert WHY in response.content.decode()
    assert not Page.objects.filter(pk__in=[section.pk, below.pk], live=True).exists()


def test_sound_ones_go_live_together(client, boss, page):
    page.title = "Renamed"
    page.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = client.post(f"{url}?id={page.pk}&next=/admin/")

    assert response.status_code == 302
    assert Page.objects.get(pk=page.pk).title == "Renamed"


def scheduled(page, flow):
    """A revision approved for a time that has come, though a deploy broke it since."""
    page.flow = flow
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    revision = page.save_revision()
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=page.go_live_at)
    return revision


def test_it_cannot_be_scheduled(client, boss, draft):
    """B39"""
    draft.go_live_at = timezone.now() + timedelta(days=1)
    revision = draft.save_revision()

    with pytest.raises(ValidationError, match=WHY):
        revision.publish(user=boss)

    assert not draft.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_when_its_time_has_come_the_page_stays_and_the_others_go_live(page, caplog):
    """B39: one bad page never stops the others."""
    scheduled(page, UNSOUND)
    other = flow_page(*SOUND, slug="other", title="Other")
    other.title = "Renamed"
    scheduled(other, SOUND)

    with caplog.at_level(logging.ERROR, "cmsflows"):
        call_command("publish_scheduled", stdout=StringIO())

    assert is_as_it_was(page)
    assert Page.objects.get(pk=other.pk).title == "Renamed"
    assert WHY in caplog.text


def test_what_did_not_go_live_at_its_time_stands_in_the_history(client, boss, page):
    scheduled(page, UNSOUND)
    call_command("publish_scheduled", stdout=StringIO())

    response = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))

    assert "The flow did not go live at the set time." in response.content.decode()


@pytest.fixture
def moderated(boss, draft):
    """The draft, handed on for approval before it was broken: by a deploy, say."""
    task = GroupApprovalTask.objects.create(name="Approve")
    workflow = Workflow.objects.create(name="Moderation")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=home())
    workflow.start(draft, boss)
    return draft


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "XMLHttpRequest"}])
def test_it_cannot_be_approved(client, moderated, headers):
    """B39: it stays in moderation, and the moderator is told why."""
    state = moderated.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[moderated.pk, "approve", state.pk])

    response = client.post(url, {"comment": ""}, headers=headers)

    assert response.status_code == (200 if headers else 302)
    assert WHY in said(response)
    assert is_as_it_was(moderated)
    assert FlowPage.objects.get(pk=moderated.pk).workflow_in_progress


def test_it_cannot_be_approved_from_the_form(client, moderated):
    response = edit(
        client,
        moderated,
        **{"action-workflow-action": "1", "workflow-action-name": "approve"},
    )

    assert response.status_code == 200
    assert "flow" in response.context["form"].errors
    assert is_as_it_was(moderated)


def test_it_can_be_sent_back_from_the_form(client, moderated):
    edit(
        client,
        moderated,
        **{
            "action-workflow-action": "1",
            "workflow-action-name": "reject",
            "workflow-action-extra-data": json.dumps({"comment": "No"}),
        },
    )

    state = FlowPage.objects.get(pk=moderated.pk).current_workflow_state
    assert state.status == state.STATUS_NEEDS_CHANGES


def test_the_api_refuses_it(client, boss, draft):
    """B39: with a reason, and not with an error of the server."""
    url = f"/admin/api/main/pages/{draft.pk}/action/publish/"

    response = client.post(url, {}, content_type="application/json")

    assert response.status_code == 400
    assert WHY in response.content.decode()
    assert is_as_it_was(draft)


def test_code_cannot_publish_it(draft):
    with pytest.raises(ValidationError, match=WHY):
        draft.get_latest_revision().publish()

    assert is_as_it_was(draft)


def test_code_cannot_save_it_live(page):
    page.flow = UNSOUND

    with pytest.raises(ValidationError, match=WHY):
        page.save()

    assert is_as_it_was(page)


def test_what_is_live_already_can_be_saved(page):
    page.title = "Renamed"

    page.save()

    assert Page.objects.get(pk=page.pk).title == "Renamed"


def test_a_live_copy_of_a_broken_page_starts_nobody(boss, draft, caplog):
    """B61: Wagtail saves copies as they are."""
    FlowPage.objects.filter(pk=draft.pk).update(flow=json.dumps(UNSOUND))
    broken = FlowPage.objects.get(pk=draft.pk)

    with caplog.at_level(logging.ERROR, "cmsflows"):
        copied = broken.copy(update_attrs={"slug": "copied"}, user=boss)

    assert copied.live
    assert WHY in caplog.text
    visitor = Visitor()
    visitor.opens("/copied/")
    assert visitor.page.status_code == 503
    assert "Not available at the moment" in visitor.text


def test_an_alias_of_a_broken_page_starts_nobody(boss, draft):
    """B61"""
    FlowPage.objects.filter(pk=draft.pk).update(flow=json.dumps(UNSOUND))

    FlowPage.objects.get(pk=draft.pk).create_alias(update_slug="alias", user=boss)

    visitor = Visitor()
    visitor.opens("/alias/")
    assert visitor.page.status_code == 503


def test_a_row_edited_by_hand_leaves_visitors_on_the_last_sound_version(page):
    """B61"""
    FlowPage.objects.filter(pk=page.pk).update(flow=json.dumps(UNSOUND))

    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")

    assert visitor.sees("plan")
    assert "Without" not in visitor.text


def test_a_version_that_was_never_sound_starts_nobody(page, caplog):
    """B61: not even where somebody has written it into the row."""
    from cmsflows.cms.versions import store_version

    page.flow = UNSOUND
    version = store_version(page.flow_id, page.flow_definition())
    FlowPage.objects.filter(pk=page.pk).update(flow_version=version.sha256)

    visitor = Visitor()
    with caplog.at_level(logging.ERROR, "cmsflows"):
        visitor.opens("/checkout/")
        visitor.submits(item="kettle")

    assert visitor.sees("plan")
    assert "Without" not in visitor.text
    assert "is not sound" in caplog.text


@pytest.mark.parametrize(
    ("when", "why"),
    [
        (answer("Plan", "plan", "eq", "huge"), '“huge”|"huge" is not among the answers'),
        (answer("Plan", "size", "eq", "huge"), "size"),
        (answer("Gone", "plan", "eq", "huge"), "a step that is no longer there"),
        (fact("is_tall"), '"is_tall", which is no longer known'),
        (fact("is_logged_in", "gt", 3), "cannot be compared"),
    ],
)
def test_conditions_that_ask_what_nobody_can_answer(page, when, why):
    page.flow = [ITEM, PLAN, step("test_note", "Extras", when=when)]

    (flaw,) = errors_of(page)

    assert flaw.node == node_id("Extras")
    assert re.search(why, flaw.sentence)


def test_the_gate_can_be_asked_by_many_at_once(page):
    """It is a pure function: what it is asked about, and the blocks it shares, stay as they are."""
    page.flow = UNSOUND
    wrong = page
    right = FlowPage(title="Right", flow=SOUND)
    found: list[tuple[int, int]] = []

    def ask():
        found.extend((len(errors_of(wrong)), len(errors_of(right))) for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(found) == {(1, 0)}
    assert len(found) == 80


def test_the_step_at_fault_is_named_by_its_id(page):
    page.flow = UNSOUND

    assert [flaw.node for flaw in errors_of(page)] == [node_id("Pay")]
