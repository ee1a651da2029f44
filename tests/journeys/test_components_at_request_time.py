"""What an action can do and know while it serves a visitor."""

import logging
import time

import pytest
from django.test import Client
from django.urls import include, path

from cmsflows import Action, FlowHandler, Linear, Scaffold
from cmsflows.statestore.rows import StoredTask
from cmsflows.testing import Visitor
from tests.journeys.in_code import Urls

pytestmark = pytest.mark.django_db


class Welcome(Action):
    pass


class Register(Action):
    pass


class Middle(Scaffold):
    action_set = [Welcome, Register]


class Thanks(Action):
    pass


class Flow(Scaffold):
    action_set = [Middle, Thanks]
    transition = Linear


class Other(Scaffold):
    action_set = [Thanks]


def test_a_link_leads_to_another_component_for_the_same_task(enter):
    """F13: with further parameters; the whole URL can stand in a template."""
    visitor = enter(in_order(Thanks, Middle))
    visitor.submits()
    action = visitor.page.context["action"]

    link = action.link_to(Register, {"colour": "red"})
    visitor.opens(link)

    assert visitor.step == "register"
    assert link.endswith(f"?_id={action.task_id}&colour=red")


def test_components_know_their_request_and_their_task(enter):
    """F15"""
    visitor = enter(Flow)
    first = visitor.page.context["action"]
    visitor.submits()
    second = visitor.page.context["action"]

    assert (first.task_id, second.task_id) == (None, StoredTask.objects.get().task_id)
    assert second.request.path == visitor.path
    assert second.state == {}
    assert second.node.title == "Thanks"


def test_a_component_serves_one_request(enter):
    """F23"""
    visitor = enter(Flow)
    action = visitor.page.context["action"]

    with pytest.raises(RuntimeError, match="has served a request already; make a new one"):
        action.join(action.walk, action.node)


def test_a_handler_serves_several_flows(settings):
    """F28: and a task of one opens under no other (B25)."""
    handler = FlowHandler()
    points = [handler.register_entry_point(flow) for flow in (Flow, Other)]
    settings.ROOT_URLCONF = Urls(path("shop/", include(handler.urls)))
    visitor = Visitor()

    links = [handler.flow_entry_link(point) for point in points]
    visitor.opens(links[0])
    visitor.submits()
    crossed = visitor.client.get(links[1], {"_id": visitor.form.hidden["_id"]})

    assert links == ["/shop/flow/", "/shop/other/"]
    assert crossed.status_code == 404


def test_state_cannot_shadow_what_the_record_and_the_template_hold(enter):
    """F36"""

    class Greedy(Action):
        def form_valid(self, form):
            self.state |= {"_id": "0" * 32, "binding": "", "form": "mine", "view": "mine"}
            return super().form_valid(form)

    class Both(Scaffold):
        action_set = [Greedy, Thanks]
        transition = Linear

    visitor = enter(Both)

    visitor.submits()

    assert visitor.page.context["form"] != "mine"
    assert visitor.page.context["action"].state["form"] == "mine"
    assert visitor.client.get(visitor.url).status_code == 200


def test_a_look_extends_a_life_at_most_once_in_a_tenth_of_the_idle_time(enter, settings):
    """F47, F50: without a word in the record."""
    settings.FLOWS_TASK_IDLE_TIMEOUT = 1_000
    visitor = enter(Flow)
    visitor.submits()
    fresh = StoredTask.objects.values().get()
    visitor.client.get(visitor.url)
    looked_at = StoredTask.objects.values().get()
    StoredTask.objects.update(expires_at=time.time() + 800)

    visitor.client.get(visitor.url)
    later = StoredTask.objects.values().get()

    assert looked_at == fresh
    assert later["expires_at"] > time.time() + 900
    assert (later["record"], later["version"]) == (fresh["record"], fresh["version"])


def test_an_idle_task_is_gone(enter):
    """B33, F50: its visitor is told so, and nobody else."""
    visitor = enter(Flow)
    visitor.submits()

    StoredTask.objects.update(expires_at=time.time() - 1)

    assert visitor.client.get(visitor.url).status_code == 410
    assert visitor.client.post(visitor.url, visitor.form.hidden).status_code == 410
    assert Client().get(visitor.url).status_code == 404


def test_a_task_is_gone_after_a_day_however_busy(enter, settings):
    """F50"""
    visitor = enter(Flow)
    visitor.submits()

    settings.FLOWS_TASK_MAX_AGE = 0

    assert visitor.client.get(visitor.url).status_code == 410


def test_a_refusal_says_its_reason_in_the_log_only(enter, caplog):
    """F54"""
    caplog.set_level(logging.DEBUG, "cmsflows")
    visitor = enter(Flow)
    visitor.submits()

    response = Client().get(visitor.url)

    assert "it belongs to another visitor" in caplog.text
    assert b"another visitor" not in response.content


def in_order(*children):
    return type("Made", (Scaffold,), {"action_set": children, "transition": Linear})
