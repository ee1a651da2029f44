"""A flow is published anew while visitors are half way: who moves, who stays, who is stopped."""

import pytest
from django.test import Client
from django.utils import timezone

from cmsflows import register_action, signals
from cmsflows.cms.everyone import move_everyone, stop_everyone
from cmsflows.engine.registry import registry
from cmsflows.engine.task import TaskStatus
from cmsflows.models import FlowPage
from cmsflows.serving.bulk import Done
from cmsflows.statestore.loading import default_store, forget
from cmsflows.testing import Visitor, flow_page, group, publish, step
from tests.journeys.records import record_of, task_id_of, task_of
from tests.shop.effects import PayOutside, do, effects

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]

ITEM, PLAN, END = step("test_item", "Item"), step("test_plan", "Plan"), step("test_note", "End")
NEW = step("test_note", "New")


@pytest.fixture
def page():
    return flow_page(ITEM, PLAN, END)


@pytest.fixture
def outside():
    register_action("test_pay_outside", label="Pay")(PayOutside)
    yield flow_page(ITEM, step("test_pay_outside", "Pay"), END)
    registry.actions.remove("test_pay_outside")


def half_way():
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="a kettle of my own")
    return visitor


def moving(page, *steps):
    """Published so that people move, when they next ask for something."""
    page = publish(page, *steps)
    FlowPage.objects.filter(pk=page.pk).update(moves_people=True)
    return page


def stopping(page):
    """Stopped, and nobody met yet."""
    FlowPage.objects.filter(pk=page.pk).update(stopped_before=timezone.now())


def test_who_is_half_way_finishes_what_they_began(page):
    """B36"""
    visitor = half_way()

    publish(page, ITEM, NEW, PLAN, END)
    visitor.submits(plan="small")

    assert visitor.sees("end")
    assert [half_way().step] == ["new"]


def test_who_moves_goes_on_with_the_new_version(page):
    """B37: the same form, opened before, leads to a step that is new."""
    visitor = half_way()
    page = moving(page, ITEM, PLAN, NEW, END)

    visitor.submits(plan="small")

    assert visitor.sees("new")
    assert task_of(visitor).version == page.flow_version


def test_a_look_moves_nobody(page):
    """B03: the move is decided, and written with the next form."""
    visitor = half_way()
    moving(page, ITEM, PLAN, NEW, END)
    before = record_of(visitor)

    visitor.opens(visitor.url)

    assert visitor.sees("plan")
    assert record_of(visitor) == before


def test_who_cannot_move_stays(page):
    """B37: the step they are at is gone."""
    visitor = half_way()
    moving(page, ITEM, END)

    visitor.opens(visitor.url)
    stays = visitor.sees("plan")
    visitor.submits(plan="small")

    assert stays
    assert visitor.sees("end")


def test_who_lacks_what_later_steps_rely_on_stays(page):
    """B37: the new version asks for the plan first."""
    other = step("test_item", "Colour", name="colour")
    visitor = half_way()
    before = task_of(visitor).version
    moving(page, ITEM, other, PLAN, END)

    visitor.submits(plan="small")

    assert visitor.sees("end")
    assert task_of(visitor).version == before


def test_the_next_version_moves_nobody_unless_it_is_said_again(page):
    visitor = half_way()
    before = task_of(visitor).version
    moving(page, ITEM, PLAN, NEW, END)

    publish(page, NEW, ITEM, PLAN, END)
    visitor.submits(plan="small")

    assert visitor.sees("end")
    assert task_of(visitor).version == before


def test_a_form_of_before_is_good_though_its_address_has_changed(page):
    """Nothing they typed is lost."""
    visitor = half_way()
    moving(page, ITEM, group("Plans", PLAN), END)

    visitor.submits(plan="small")

    assert visitor.sees("end")
    assert task_of(visitor).state()["plan"] == "small"


def test_going_back_to_a_step_that_is_gone_leads_to_the_current_one(page):
    visitor = half_way()
    visitor.submits(plan="small")
    moving(page, ITEM, END)
    address = visitor.url.replace("/end/", "/plan/")

    visitor.opens(address)

    assert visitor.sees("end")


def test_who_begins_at_the_address_of_a_step_that_is_gone_finds_nothing(page):
    publish(page, ITEM, END)

    assert Client().get("/checkout/plan/").status_code == 404


def test_all_can_be_moved_at_once(page):
    """B37"""
    at_plan, at_end = half_way(), half_way()
    at_end.submits(plan="small")
    page = publish(page, ITEM, PLAN, NEW)

    done = move_everyone(page)

    if default_store().supports_listing:
        assert (done.changed, done.is_all) == (1, True)
        assert task_of(at_plan).version == page.flow_version
    assert task_of(at_end).version != page.flow_version
    at_plan.submits(plan="small")
    assert at_plan.sees("new")


def test_moving_gives_nobody_more_time(page):
    visitor = half_way()
    store, task_id = default_store(), task_id_of(visitor)
    store.touch(task_id, lifetime=100)
    before = store.load(task_id).expires_at

    move_everyone(publish(page, ITEM, PLAN, NEW))

    assert abs(store.load(task_id).expires_at - before) < 1


def test_everyone_can_be_stopped(page):
    """B40: every next request gets the stopped page, and nothing is left of what they typed."""
    visitor = half_way()
    stranger = Client()

    stop_everyone(page)
    looks = visitor.twin().opens(visitor.url), visitor.twin().submits(plan="small")

    assert [answer.status_code for answer in looks] == [410, 410]
    assert {answer.templates[0].name for answer in looks} == {"cmsflows/stopped.html"}
    assert "kettle" not in str(record_of(visitor))
    assert task_of(visitor).status is TaskStatus.STOPPED
    assert stranger.get(visitor.url).status_code == 404


def test_who_was_stopped_may_start_again(page):
    visitor = half_way()
    stop_everyone(page)
    visitor.opens(visitor.url)

    visitor.follows("Start again")
    visitor.submits(item="pot")

    assert visitor.sees("plan")


def test_where_the_page_is_offline_nobody_is_told_to_start_again(page):
    """B40"""
    visitor = half_way()
    page.unpublish()
    stop_everyone(page)

    visitor.opens(visitor.url)

    assert visitor.page.status_code == 410
    assert "Start again" not in visitor.text


def test_an_unpublished_page_lets_the_running_finish(page):
    """B40"""
    visitor = half_way()
    page.unpublish()

    visitor.submits(plan="small")
    visitor.submits()

    assert visitor.page.templates[0].name == "cmsflows/done.html"
    assert Client().get("/checkout/").status_code == 404


def test_a_look_at_what_is_stopped_writes_nothing(page):
    """B03: its answers go with the next form."""
    visitor = half_way()
    stopping(page)
    before = record_of(visitor)

    visitor.opens(visitor.url)

    assert visitor.page.status_code == 410
    assert record_of(visitor) == before


def test_a_form_sent_to_what_is_stopped_wipes_it(page):
    visitor = half_way()
    stopping(page)

    answer = visitor.twin().submits(plan="small")

    assert answer.status_code == 410
    assert task_of(visitor).status is TaskStatus.STOPPED
    assert "kettle" not in str(record_of(visitor))


def test_a_stopped_run_cannot_be_cancelled_or_kept_longer(page):
    visitor = half_way()
    stopping(page)

    stays = visitor.twin().opens(f"{visitor.url}&_stay=1")
    cancelled = visitor.twin().submits(_cancel="1")

    assert (stays.status_code, cancelled.status_code) == (410, 410)


def test_what_was_finished_before_still_shows_its_end(page):
    visitor = half_way()
    visitor.submits(plan="small")
    visitor.submits()
    stop_everyone(page)

    visitor.opens(visitor.url)

    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_nobody_is_offered_to_go_on_with_what_is_stopped(page):
    visitor = half_way()
    stopping(page)

    visitor.opens("/checkout/")

    assert visitor.page.status_code == 200
    assert "_id=" not in visitor.text


def test_who_is_outside_is_not_stopped_until_it_is_settled(outside):
    """B59"""
    visitor = half_way()
    here = visitor.twin()
    key = visitor.submits(card="1").url.removeprefix("https://pay.example/")

    stop_everyone(outside)
    here.opens(here.url)
    waits = here.page.templates[0].name
    do(f"charged {key}")
    here.submits(_settle="1")

    assert waits == "cmsflows/unsettled.html"
    assert f"charged {key}" in effects()
    assert here.page.status_code == 410


def test_who_was_declined_outside_is_stopped_then(outside):
    """B59: another try would be a new one."""
    visitor = half_way()
    here = visitor.twin()
    key = visitor.submits(card="1").url.removeprefix("https://pay.example/")
    stop_everyone(outside)
    do(f"declined {key}")

    answer = here.submits(card="2")

    assert answer.status_code == 410
    assert task_of(here).status is TaskStatus.STOPPED


def test_who_is_outside_is_not_moved(outside):
    """B37, B59"""
    visitor = half_way()
    here = visitor.twin()
    visitor.submits(card="1")
    before = task_of(here).version

    moving(outside, ITEM, step("test_pay_outside", "Pay"), NEW)
    move_everyone(outside)
    here.opens(here.url)

    assert here.page.templates[0].name == "cmsflows/unsettled.html"
    assert task_of(here).version == before


@pytest.fixture
def told():
    """The names of the signals about people half way, as they come."""
    heard = []

    def hear(signal, **known):
        heard.append(signals.name_of(signal))

    for signal in (signals.task_moved, signals.task_stopped):
        signal.connect(hear)
    yield heard
    for signal in (signals.task_moved, signals.task_stopped):
        signal.disconnect(hear)


def test_a_move_is_told_when_it_is_written(page, told):
    visitor = half_way()
    moving(page, ITEM, PLAN, NEW, END)

    visitor.opens(visitor.url)
    looked = list(told)
    visitor.submits(plan="small")
    visitor.submits()

    assert looked == []
    assert told == ["task_moved"]


def test_a_stop_is_told_once(page, told):
    visitor = half_way()
    stopping(page)

    visitor.twin().submits(plan="small")
    visitor.twin().submits(plan="small")
    stop_everyone(page)

    assert told == ["task_stopped"]


@pytest.mark.parametrize("name", ["", ".Deleting"])
def test_a_store_of_two_methods_meets_people_one_by_one(settings, name):
    """B55: it cannot list; so whoever is half way is moved or stopped when they next ask."""
    settings.FLOWS_STATE_STORE = f"tests.statestore.two_method_stores{name}"
    forget()
    page = flow_page(ITEM, PLAN, END)
    moves, ends = half_way(), half_way()

    moved = move_everyone(publish(page, ITEM, PLAN, NEW, END))
    moves.submits(plan="small")
    stopped = stop_everyone(page)
    ends.submits(plan="small")

    assert moved == stopped == Done(0, is_all=False)
    assert moves.step == "new"
    assert ends.page.status_code == 410
    assert "kettle" not in str(record_of(ends))
    forget()
