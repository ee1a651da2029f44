"""A flow page says how long answers are kept, where runs rest, and where a visitor left off."""

import pytest
from django.test import RequestFactory

from cmsflows import register_action
from cmsflows.engine.registry import registry
from cmsflows.models import FlowPage
from cmsflows.statestore.loading import store_of
from cmsflows.testing import Visitor, flow_page, step
from tests.journeys.records import task_id_of
from tests.shop.effects import PayOutside, do

pytestmark = pytest.mark.django_db

MEMORY = "cmsflows.statestore.memory_store"


@pytest.fixture
def page():
    return flow_page(
        step("test_item", "One"), step("test_item", "Two"), step("test_note", "End"), idle_minutes=5
    )


def begun():
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")
    return visitor


def test_a_page_says_for_how_long_it_keeps_answers(page):
    visitor = begun()
    visitor.opens(visitor.url)  # by the fast path, which fetches no more than it must

    assert 290 <= visitor.page.context["kept"].seconds <= 300


def test_a_page_that_says_nothing_leaves_it_to_the_site(page):
    page.idle_minutes = None
    page.save()

    assert 1190 <= begun().page.context["kept"].seconds <= 1200


def test_a_page_knows_where_its_visitor_left_off(page):
    visitor = begun()
    request = RequestFactory().get("/")
    request.session = visitor.client.session
    stranger = RequestFactory().get("/")
    stranger.session = {}

    assert page.resume_url(request) == visitor.url
    assert page.resume_url(stranger) == ""


def test_the_runs_of_a_kind_of_page_may_rest_elsewhere(page, monkeypatch):
    monkeypatch.setattr(FlowPage, "flow_state_store", MEMORY)

    visitor = begun()

    assert visitor.sees("two")
    assert store_of(MEMORY).load(task_id_of(visitor)) is not None


def test_a_page_settles_what_another_site_knows():
    """B59, for pages"""
    register_action("test_pay_outside", label="Pay")(PayOutside)
    try:
        page = flow_page(
            step("test_item", "One"), step("test_pay_outside", "Pay"), step("test_note", "End")
        )
        visitor = begun()
        here = visitor.twin()
        there = visitor.submits(card="1")
        request = RequestFactory().post("/webhook/")
        before = page.settle(request, task_id_of(here))
        do(f"charged {there.url.removeprefix('https://pay.example/')}")

        after = page.settle(request, task_id_of(here))
        here.opens(here.url)

        assert (before, after) == (False, True)
        assert here.sees("end")
    finally:
        registry.actions.remove("test_pay_outside")
