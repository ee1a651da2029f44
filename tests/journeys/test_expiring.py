"""Answers are kept for a while, which is said; what is gone is told to whose it was."""

import time

import pytest
from django.test import Client

from cmsflows.statestore.loading import default_store
from cmsflows.testing import Visitor
from tests.journeys.records import record_of, task_id_of
from tests.journeys.test_committing import Item, Second, Thanks, flow

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]


@pytest.fixture
def visitor(enter):
    visitor = enter(flow(Item, Second, Thanks))
    visitor.submits(item="kettle")
    return visitor


def lives_for(visitor, seconds):
    """As if the visitor had done nothing for the rest of the time."""
    assert default_store().touch(task_id_of(visitor), lifetime=seconds)


def test_who_was_away_for_too_long_is_told_so(visitor):
    """B33"""
    lives_for(visitor, 0.01)
    time.sleep(0.05)

    posted = visitor.submits(item="red")
    looked = visitor.client.get(visitor.url)

    assert (posted.status_code, looked.status_code) == (410, 410)
    assert "Start again" in visitor.form.links
    assert record_of(visitor) is None


def test_others_learn_nothing_of_it(visitor):
    """B33"""
    lives_for(visitor, 0.01)
    time.sleep(0.05)

    answers = [Client().get(visitor.url), Client().post(visitor.url, visitor.form.hidden)]

    assert {answer.status_code for answer in answers} == {404}


def test_a_flow_begun_anew_after_that_is_another_run(visitor):
    """B33: nothing is resurrected."""
    lives_for(visitor, 0.01)
    time.sleep(0.05)
    visitor.opens(visitor.url)

    visitor.follows("Start again")

    assert visitor.page.status_code == 200
    assert visitor.values == {"item": None}


def test_a_page_says_for_how_long_answers_are_kept(visitor):
    kept = visitor.page.context["kept"]

    assert 1195 <= kept.seconds <= 1200
    assert "Your answers are kept for 20 more minutes, until" in visitor.text


def test_a_first_page_keeps_nothing_yet(enter):
    assert enter(flow(Item, Thanks)).page.context["kept"] is None


def test_asking_for_more_time_gives_it_and_writes_no_record(visitor):
    """WCAG 2.2.1, and B03"""
    lives_for(visitor, 60)
    before = record_of(visitor)

    page = visitor.client.get(visitor.page.context["stay_url"])
    seconds = visitor.client.get(
        visitor.page.context["stay_url"], headers={"Accept": "application/json"}
    ).json()["seconds"]

    assert "Your answers are kept" in page.content.decode()
    assert 1195 <= seconds <= 1200
    assert record_of(visitor) == before


def test_nobody_else_can_ask_for_more_time(visitor):
    """B21"""
    assert Client().get(visitor.page.context["stay_url"]).status_code == 404


def test_a_day_is_the_end_of_it(visitor, settings):
    settings.FLOWS_TASK_MAX_AGE = 30
    page = visitor.client.get(visitor.page.context["stay_url"])

    assert page.context["kept"].seconds <= 30


def test_a_handler_has_times_of_its_own(enter):
    visitor = enter(flow(Item, Second, Thanks), idle_timeout=300)
    visitor.submits(item="kettle")

    assert 295 <= visitor.page.context["kept"].seconds <= 300


def test_a_session_has_only_so_many_runs_going(enter, settings):
    """B34: the one untouched for longest ends, and its visitor is told."""
    settings.FLOWS_MAX_TASKS = 2
    first = enter(flow(Item, Second, Thanks))
    others = [Visitor(first.client) for _ in range(2)]
    first.submits(item="1")
    others[0].opens("/shop/flow/")
    others[0].submits(item="2")
    lives_for(others[0], 600)

    others[1].opens("/shop/flow/")
    others[1].submits(item="3")

    assert first.client.get(first.url).status_code == 200
    assert first.client.get(others[0].url).status_code == 410
    assert first.client.get(others[1].url).status_code == 200


def test_who_begins_again_is_offered_to_go_on_where_they_left(visitor):
    other = Visitor(visitor.client)
    other.opens("/shop/flow/")

    other.follows("Continue where you left off")

    assert (other.step, task_id_of(other)) == ("second", task_id_of(visitor))


def test_a_stranger_is_offered_nothing(visitor):
    other = Visitor()
    other.opens("/shop/flow/")

    assert "Continue where you left off" not in other.form.links


def test_an_owner_goes_on_at_another_device_where_the_site_lets_them(
    enter, settings, django_user_model
):
    settings.FLOWS_OWNER_MAY_RESUME = True
    mary = django_user_model.objects.create_user("mary")
    visitor = enter(flow(Item, Second, Thanks))
    visitor.client.force_login(mary)
    visitor.opens(visitor.url)
    visitor.submits(item="kettle")
    elsewhere = Visitor()
    elsewhere.client.force_login(mary)
    elsewhere.opens("/shop/flow/")

    elsewhere.follows("Continue where you left off")

    assert (elsewhere.step, task_id_of(elsewhere)) == ("second", task_id_of(visitor))


def test_an_owner_is_offered_nothing_at_another_device_otherwise(enter, django_user_model):
    mary = django_user_model.objects.create_user("mary")
    visitor = enter(flow(Item, Second, Thanks))
    visitor.client.force_login(mary)
    visitor.opens(visitor.url)
    visitor.submits(item="kettle")
    elsewhere = Visitor()
    elsewhere.client.force_login(mary)

    elsewhere.opens("/shop/flow/")

    assert "Continue where you left off" not in elsewhere.form.links
    assert elsewhere.client.get(visitor.url).status_code == 404


def test_a_form_with_errors_keeps_answers_as_long_as_any_other_page(visitor):
    """Whoever is asked again is there, and reads for how long they have got."""
    lives_for(visitor, 60)
    before = record_of(visitor)

    visitor.submits(item="")

    assert visitor.page.context["form"].errors
    assert 1195 <= visitor.page.context["kept"].seconds <= 1200
    assert 1195 <= default_store().load(task_id_of(visitor)).expires_at - time.time() <= 1200
    assert record_of(visitor) == before
