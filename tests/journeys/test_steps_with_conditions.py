"""Steps that are there for some visitors only."""

import logging

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from cmsflows.engine.registry import registry
from cmsflows.statestore.loading import default_store
from cmsflows.testing import Visitor, flow_page, group, step
from tests.journeys.asking import answer, fact, no, state

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]

ITEM = step("test_item", "Item")
PLAN = step("test_plan", "Plan")
NOTE = step("test_note", "Thanks")
LARGE = state("plan", "eq", "large")


def visits(*steps, **fields):
    flow_page(*steps, **fields)
    visitor = Visitor()
    visitor.opens("/checkout/")
    return visitor


@pytest.fixture
def user():
    return get_user_model().objects.create_user("ann", password="x")


def test_a_step_whose_condition_is_false_is_passed_over():
    """B08"""
    extra = step("test_note", "Extras", when=LARGE)
    visitor = visits(PLAN, extra, NOTE)

    visitor.submits(plan="small")
    assert visitor.sees("thanks")

    other = Visitor()
    other.opens("/checkout/")
    other.submits(plan="large")
    assert other.sees("extras")


def test_a_group_whose_condition_is_false_is_passed_over_whole():
    """B08"""
    extras = group("Extras", step("test_note", "One"), step("test_note", "Two"), when=LARGE)
    visitor = visits(PLAN, extras, NOTE)

    visitor.submits(plan="small")

    assert visitor.sees("thanks")


def test_a_group_none_of_whose_steps_is_there_is_passed_over():
    hidden = group("Extras", step("test_note", "One", when=LARGE))
    visitor = visits(PLAN, hidden, NOTE)

    visitor.submits(plan="small")

    assert visitor.sees("thanks")


def test_a_flow_may_end_at_a_step_that_is_not_there():
    visitor = visits(PLAN, step("test_note", "Extras", when=LARGE))

    visitor.submits(plan="small")

    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_a_flow_may_begin_with_a_step_that_is_not_there(user):
    visitor = Visitor()
    visitor.client.force_login(user)
    flow_page(step("test_note", "Log in", when=no(fact("is_logged_in"))), ITEM)

    visitor.opens("/checkout/")

    assert b'name="item"' in visitor.page.content


def test_what_is_not_there_cannot_be_posted_to():
    """B29"""
    visitor = visits(PLAN, step("test_note", "Extras", when=LARGE), NOTE)
    visitor.submits(plan="small")
    here = visitor.form
    task = here.hidden["_id"]

    visitor.opens(f"/checkout/extras/?_id={task}")
    assert visitor.sees("thanks")

    response = visitor.client.post("/checkout/extras/", here.hidden)
    assert response.status_code == 303
    assert "/checkout/thanks/" in response.url


def test_an_answer_can_be_asked_for():
    extra = step("test_note", "Extras", when=answer("Plan", "plan", "eq", "large"))
    visitor = visits(PLAN, extra, NOTE)

    visitor.submits(plan="large")

    assert visitor.sees("extras")


def test_going_back_passes_over_what_is_not_there_any_more(user):
    """B08: who has logged in meanwhile is not shown the log-in again."""
    log_in = step("test_note", "Log in", when=no(fact("is_logged_in")))
    visitor = visits(ITEM, log_in, NOTE)
    visitor.submits(item="kettle")
    visitor.submits()
    assert visitor.sees("thanks")
    visitor.client.force_login(user)
    visitor.opens(visitor.url)

    visitor.goes_back()

    assert visitor.sees("item")


def test_where_a_visitor_stands_follows_the_facts_and_nothing_is_written(user):
    """B03, B08"""
    log_in = step("test_note", "Log in", when=no(fact("is_logged_in")))
    visitor = visits(ITEM, log_in, PLAN, NOTE)
    visitor.submits(item="kettle")
    assert visitor.sees("log-in")
    task = visitor.form.hidden["_id"]
    visitor.client.force_login(user)
    before = default_store().load(task)

    visitor.opens(visitor.url)

    assert visitor.sees("plan")
    assert default_store().load(task).version == before.version
    visitor.submits(plan="small")
    assert visitor.sees("thanks")


def test_the_answers_of_what_is_not_there_any_more_are_not_required(user):
    """B08, B31: they are not validated once more at the end."""
    item = step("test_item", "Item", when=no(fact("is_logged_in")))
    visitor = visits(PLAN, item, NOTE)
    visitor.submits(plan="small")
    visitor.submits(item="kettle")
    visitor.client.force_login(user)
    kind = registry.actions.get("test_item").target
    wanted, kind.form_class = kind.form_class, Never
    try:
        visitor.submits()
    finally:
        kind.form_class = wanted

    assert visitor.page.templates[0].name == "cmsflows/done.html"


class Never(forms.Form):
    """Is never valid."""

    def clean(self):
        raise forms.ValidationError("It is gone.")


def test_where_nothing_is_left_the_visitor_ends_it_themselves(user):
    """A GET could not: it writes nothing."""
    visitor = visits(ITEM, step("test_note", "Log in", when=no(fact("is_logged_in"))))
    visitor.submits(item="kettle")
    visitor.client.force_login(user)

    visitor.opens(visitor.url)
    assert visitor.page.templates[0].name == "cmsflows/finish.html"

    visitor.submits()
    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_an_alternative_that_is_not_there_is_not_offered():
    ways = group(
        "How",
        step("test_note", "Fast", when=LARGE),
        step("test_note", "Slow"),
        step("test_note", "Never"),
        transition="any_one_of",
    )
    visitor = visits(PLAN, ways, NOTE)

    visitor.submits(plan="small")

    assert visitor.sees("slow")
    assert "Never" in visitor.form.links
    assert "Fast" not in visitor.form.links


def test_an_exit_to_what_is_not_there_leads_to_what_follows_it():
    extra = step("test_note", "Extras", when=LARGE)
    plan = step("test_plan", "Plan", exits={"skip": extra["id"]})
    visitor = visits(ITEM, plan, extra, NOTE)
    visitor.submits(item="kettle")

    visitor.submits(_exit="skip")

    assert visitor.sees("thanks")


def test_groups_and_languages_can_be_asked_for(user):
    user.groups.add(Group.objects.create(name="Friends"))
    visitor = Visitor()
    visitor.client.force_login(user)
    flow_page(
        step("test_note", "For friends", when=fact("groups", "contains", "Friends")),
        step("test_note", "In German", when=fact("locale", "eq", "de")),
        ITEM,
    )

    visitor.opens("/checkout/")
    assert "For friends" in visitor.text

    visitor.submits()
    assert visitor.sees("item")


def test_a_field_that_a_deploy_has_removed_is_missing_and_logged(ungated, caplog):
    """A condition that names it is false."""
    extra = step("test_note", "Extras", when=answer("Plan", "size", "eq", "large"))
    visitor = visits(PLAN, extra, NOTE)

    with caplog.at_level(logging.ERROR, "cmsflows"):
        visitor.submits(plan="large")

    assert visitor.sees("thanks")
    assert "A condition asks for 'size' of step" in caplog.text


def test_answering_differently_shows_and_hides_what_depends_on_it():
    """B13"""
    visitor = visits(PLAN, step("test_note", "Extras", when=LARGE), NOTE)
    visitor.submits(plan="small")
    visitor.goes_back()

    visitor.submits(plan="large")
    assert visitor.sees("extras")

    visitor.submits()
    assert visitor.sees("thanks")
