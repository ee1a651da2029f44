"""A flow assembled in the CMS, walked by visitors over HTTP."""

import pytest
from django.contrib.auth import get_user_model

from cmsflows.models import FlowPage
from cmsflows.statestore.rows import StoredTask
from cmsflows.testing import Visitor, flow_page, group, node_id, publish, step

pytestmark = pytest.mark.django_db

ITEM = step("test_item", "Item")
PLAN = step("test_plan", "Plan")
NOTE = step("test_note", "Thanks")


@pytest.fixture
def checkout():
    return flow_page(
        ITEM,
        group("How to go on", PLAN, step("test_note", "Without a plan"), transition="any_one_of"),
        NOTE,
    )


def visits(url="/checkout/"):
    visitor = Visitor()
    visitor.opens(url)
    return visitor


def test_a_visitor_walks_to_the_end(checkout):
    visitor = visits()

    seen = []
    for data in ({"item": "kettle"}, {"plan": "small"}, {}):
        visitor.submits(**data)
        seen.append(visitor.path)

    assert seen == ["/checkout/how-to-go-on/plan/", "/checkout/thanks/", "/checkout/"]
    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_looking_makes_no_task(checkout):
    """B01"""
    visitor = visits()

    assert visitor.page.status_code == 200
    assert b'name="item"' in visitor.page.content
    assert not StoredTask.objects.exists()


def test_looking_starts_no_session(checkout):
    """B01: a crawler leaves nothing in the session store either."""
    visitor = visits()

    assert "sessionid" not in visitor.client.cookies


def test_invalid_data_shows_its_errors_and_stores_nothing(checkout):
    """B04"""
    visitor = visits()

    visitor.submits(item="x" * 41)

    assert "item" in visitor.page.context["form"].errors
    assert not StoredTask.objects.exists()


def test_accepted_data_is_answered_with_303(checkout):
    """B05"""
    visitor = visits()
    form = visitor.form

    response = visitor.client.post(form.action, {**form.hidden, "item": "kettle"})

    assert response.status_code == 303
    assert response.url.startswith("/checkout/how-to-go-on/plan/?_id=")


def test_an_alternative_completes_its_group(checkout):
    """B06"""
    visitor = visits()
    visitor.submits(item="kettle")

    visitor.follows("Without a plan")
    visitor.submits()

    assert visitor.step == "thanks"


def test_nested_groups_hand_on_to_the_group_above():
    """B06"""
    flow_page(
        group("One", group("Two", step("test_note", "A"), step("test_note", "B"))),
        step("test_note", "C"),
    )
    visitor = visits()

    seen = [visitor.step]
    for _ in range(3):
        visitor.submits()
        seen.append(visitor.path)

    assert seen == ["checkout", "/checkout/one/two/b/", "/checkout/c/", "/checkout/"]


def test_an_exit_leads_to_the_step_it_is_wired_to():
    flow_page(
        ITEM,
        group("Plans", step("test_plan", "Plan", exits={"skip": node_id("Last")})),
        step("test_note", "Near"),
        group("Last", step("test_note", "Far")),
    )
    visitor = visits()
    visitor.submits(item="kettle")

    visitor.submits(_exit="skip")

    assert visitor.path == "/checkout/last/far/"


def test_an_exit_that_nobody_wired_leads_to_the_nearest_of_that_name():
    flow_page(ITEM, group("Plans", PLAN), step("test_note", "No plan", slug="skip"))
    visitor = visits()
    visitor.submits(item="kettle")

    visitor.submits(_exit="skip")

    assert visitor.path == "/checkout/skip/"


def test_an_unmet_requirement_leads_to_the_step_that_provides_it(ungated):
    """B09: with a message, and back again."""
    flow_page(ITEM, step("test_needs_plan", "Pay"), PLAN)
    visitor = visits()

    visitor.submits(item="kettle")
    detour = visitor.step
    message = "Something else is needed before this step." in visitor.page.content.decode()
    visitor.submits(plan="small")

    assert (detour, message, visitor.step) == ("plan", True, "pay")


def test_a_requirement_that_nothing_provides_has_an_honest_page(ungated):
    """B09"""
    flow_page(ITEM, step("test_needs_plan", "Pay"))
    visitor = visits()

    visitor.submits(item="kettle")

    assert visitor.page.status_code == 409
    assert visitor.page.templates[0].name == "cmsflows/blocked.html"


def test_without_a_log_in_step_the_site_logs_visitors_in(settings):
    """B09: with a way back into the task."""
    settings.LOGIN_URL = "/log-in/"
    flow_page(ITEM, step("test_members", "Members"))
    visitor = visits()
    form = visitor.form

    answer = visitor.client.post(form.action, {**form.hidden, "item": "kettle"})
    response = visitor.client.get(answer.url)

    task = StoredTask.objects.get()
    assert response.status_code == 302
    assert response.url == f"/log-in/?next=%2Fcheckout%2F%3F_id%3D{task.task_id}"


def test_a_log_in_step_takes_the_place_of_the_sites_own():
    """B09"""
    get_user_model().objects.create_user("mary", password="secret")
    flow_page(ITEM, step("test_members", "Members"), step("log_in", "Log in"))
    visitor = visits()

    visitor.submits(item="kettle")
    detour = visitor.step
    visitor.submits(username="mary", password="secret")

    assert (detour, visitor.step) == ("log-in", "members")


def test_a_flow_without_steps_has_an_honest_page():
    flow_page()

    visitor = visits()

    assert visitor.page.status_code == 503
    assert visitor.page.templates[0].name == "cmsflows/unavailable.html"


def test_a_group_without_steps_is_skipped(ungated):
    flow_page(ITEM, group("Nothing"), group("More", group("Nothing yet")), NOTE)
    visitor = visits()

    visitor.submits(item="kettle")

    assert visitor.step == "thanks"


def test_a_step_given_a_name_keeps_its_state_under_it():
    flow_page(
        step("test_item", "First", name="first"),
        step("test_item", "Second", name="second"),
        NOTE,
    )
    visitor = visits()

    visitor.submits(item="kettle")
    visitor.submits(item="pot")

    assert visitor.page.context["action"].state == {
        "first": {"item": "kettle"},
        "second": {"item": "pot"},
    }


def test_the_options_of_a_step_are_its_blocks_values():
    flow_page(step("test_item", "Item", options={"hint": "Hurry"}))

    visitor = visits()

    assert visitor.page.context["action"].options["hint"] == "Hurry"


def test_who_started_finishes_the_old_version_and_who_comes_later_gets_the_new():
    """B36"""
    page = flow_page(ITEM, PLAN, NOTE)
    early = visits()
    early.submits(item="kettle")

    publish(page, NOTE, ITEM)
    page.revisions.all().delete()
    late = visits()
    early.submits(plan="small")
    steps = [early.step]
    early.submits()

    assert steps == ["thanks"]
    assert early.page.templates[0].name == "cmsflows/done.html"
    assert late.form.action.startswith("/checkout/thanks/")


def test_a_first_form_that_is_none_any_more_leads_to_the_new_beginning():
    """B36: for who had only looked when another version went live."""
    page = flow_page(ITEM, NOTE)
    visitor = visits()

    publish(page, PLAN, NOTE)
    visitor.submits(item="kettle")

    assert visitor.page.context["node"].title == "Plan"
    assert "That page was out of date." in visitor.page.content.decode()
    assert not StoredTask.objects.exists()


def test_a_step_whose_app_is_gone_is_not_skipped(ungated, caplog):
    """B38: its visitors read so, their answers are kept, the log has an error."""
    flow_page(ITEM, step("test_gone", "Gift"), NOTE)
    visitor = visits()

    visitor.submits(item="kettle")

    assert visitor.page.status_code == 503
    assert "kettle" in StoredTask.objects.get().record
    assert "No action is registered as 'test_gone'" in caplog.text


def test_an_unpublished_page_lets_running_visitors_finish():
    """B40, in part: and nobody new starts."""
    page = flow_page(ITEM, NOTE)
    early = visits()
    early.submits(item="kettle")

    FlowPage.objects.get(pk=page.pk).unpublish()
    late = visits()
    early.submits()

    assert early.page.templates[0].name == "cmsflows/done.html"
    assert late.page.status_code == 404


def test_a_preview_starts_nothing():
    """B40, in part"""
    page = flow_page(ITEM, NOTE)

    response = page.make_preview_request(preview_mode="")

    assert response.status_code == 200
    assert b'name="item"' in response.render().content
    assert b'type="submit" disabled' in response.content
    assert "cmsflows_start" not in response.cookies
    assert b"_start" not in response.content
    assert not StoredTask.objects.exists()
