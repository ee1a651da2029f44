"""Runs are moved and stopped while their visitors send forms: on threads of their own."""

import threading
import time
from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from cmsflows import COMPLETE, Action, register_action
from cmsflows.cms.everyone import mount_of, move_everyone, stop_everyone
from cmsflows.engine.registry import registry
from cmsflows.engine.task import TaskStatus
from cmsflows.models import FlowPage
from cmsflows.testing import Visitor, at_once, flow_page, node_id, publish, step
from tests.journeys.records import task_of
from tests.shop.effects import SlowPay, effects

pytestmark = pytest.mark.django_db(transaction=True)

ITEM, PLAN, END = step("test_item", "Item"), step("test_plan", "Plan"), step("test_note", "End")
NEW, SLOW = step("test_note", "New"), step("test_slow", "Slow")

in_the_middle = threading.local()
"""What happens while a form is being accepted, on the thread that accepts it."""


class Slow(Action):
    """While its form is accepted something else happens."""

    def form_valid(self, form):
        act = in_the_middle.__dict__.pop("act", None)
        if act:
            act()
        self.state["slow"] = self.state.get("slow", 0) + 1
        return COMPLETE


@pytest.fixture(autouse=True)
def _steps():
    register_action("test_slow", label="Slow")(Slow)
    register_action("test_slow_pay", label="Pay")(SlowPay)
    yield
    registry.actions.remove("test_slow")
    registry.actions.remove("test_slow_pay")


def half_way():
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")
    return visitor


def twins(visitor, count=8):
    """The same browser, sending the same form so many times at once."""
    cookies = {name: each.value for name, each in visitor.client.cookies.items()}
    clients = [Client() for _ in range(count)]
    for client in clients:
        client.cookies.load(cookies)
    return clients


def test_a_flow_published_while_a_form_is_accepted_loses_nothing():
    """The run is moved under the form: it is accepted by the new version."""
    page = flow_page(ITEM, SLOW, END)
    visitor = half_way()
    in_the_middle.act = lambda: move_everyone(publish(page, ITEM, SLOW, NEW, END))

    visitor.submits()

    fresh = FlowPage.objects.get(pk=page.pk)
    assert visitor.sees("new")
    assert task_of(visitor).version == fresh.flow_version
    assert task_of(visitor).state()["slow"] == 1


def test_a_request_that_knows_an_older_page_moves_nobody_back():
    page = flow_page(ITEM, PLAN, END)
    first = FlowPage.objects.get(pk=page.pk).flow_version
    visitor = half_way()
    move_everyone(publish(page, ITEM, PLAN, NEW, END))
    stale = FlowPage.objects.get(pk=page.pk)
    stale.flow_version, stale.moves_people = first, True

    task = task_of(visitor)
    assert mount_of(stale).successor(task) == task


def test_a_run_that_moves_is_posted_from_two_tabs():
    """B14: one of them is accepted, whichever version it was opened under."""
    page = flow_page(ITEM, PLAN, END)
    visitor = half_way()
    other = visitor.twin()
    page = publish(page, ITEM, PLAN, NEW, END)
    FlowPage.objects.filter(pk=page.pk).update(moves_people=True)

    visitor.submits(plan="small")
    other.submits(plan="large")

    assert visitor.sees("new")
    assert other.sees("new")
    assert task_of(visitor).state()["plan"] == "small"


def test_a_run_moved_between_two_tabs_is_accepted_once():
    page = flow_page(ITEM, PLAN, END)
    visitor = half_way()
    other = visitor.twin()
    visitor.submits(plan="small")

    move_everyone(publish(page, ITEM, PLAN, END, NEW))
    other.submits(plan="large")

    assert other.sees("end")
    assert task_of(visitor).state()["plan"] == "small"


def test_eight_forms_at_once_while_people_are_moved():
    page = flow_page(ITEM, SLOW, END)
    visitor = half_way()
    form, clients = visitor.form, twins(visitor, 7)
    page = publish(page, ITEM, SLOW, NEW, END)

    def act(number):
        if number == 7:
            return move_everyone(page)
        return clients[number].post(form.action, form.hidden)

    answers = at_once(act)

    task = task_of(visitor)
    assert {each.status_code for each in answers[:7]} == {303}
    assert task.state()["slow"] == 1
    assert task.position.node in (node_id("New"), node_id("End"))


def test_who_commits_while_everyone_is_stopped_commits_once():
    """B59: what is under way goes on until it is settled, and is stopped after."""
    page = flow_page(ITEM, step("test_slow_pay", "Pay"), END)
    visitor = half_way()
    form, clients = visitor.form, twins(visitor, 7)

    def act(number):
        if number == 7:
            time.sleep(0.15)
            return stop_everyone(page)
        return clients[number].post(form.action, {**form.hidden, "card": "1"})

    at_once(act)
    visitor.opens(visitor.url)

    assert Counter(line.partition(" ")[0] for line in effects())["paid"] <= 1
    assert visitor.page.status_code == 410


def test_everyone_stopped_while_a_form_is_accepted_stays_stopped():
    page = flow_page(ITEM, SLOW, END)
    visitor = half_way()
    in_the_middle.act = lambda: stop_everyone(page)

    visitor.submits()

    assert visitor.page.status_code == 410
    assert task_of(visitor).status is TaskStatus.STOPPED
    assert "kettle" not in str(task_of(visitor))


def test_eight_who_stop_at_once_stop_each_run_once():
    page = flow_page(ITEM, PLAN, END)
    visitors = [half_way() for _ in range(5)]

    done = at_once(lambda number: stop_everyone(page))

    assert sum(each.changed for each in done) == 5
    assert {task_of(visitor).status for visitor in visitors} == {TaskStatus.STOPPED}


def test_a_page_saved_by_who_knew_it_before_does_not_undo_a_stop():
    """The editor's own copy of the page was made before everyone was stopped."""
    page = flow_page(ITEM, PLAN, END)
    visitor = half_way()
    editor = FlowPage.objects.get(pk=page.pk)
    FlowPage.objects.filter(pk=page.pk).update(stopped_before=timezone.now())

    editor.title = "Another title"
    editor.save()
    visitor.opens(visitor.url)

    assert visitor.page.status_code == 410
