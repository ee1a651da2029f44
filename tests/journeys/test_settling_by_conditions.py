"""A payment provider's call moves a run on as if its visitor had come: what follows may depend on
who they are."""

import pytest
from django.contrib.auth import get_user_model
from django.test import RequestFactory

from cmsflows.cms.blocks.assemble import forget_block
from cmsflows.engine.registering import register_action
from cmsflows.engine.registry import registry
from cmsflows.models import FlowPage
from cmsflows.testing import Visitor, flow_page, group, node_id, step
from tests.journeys.asking import fact
from tests.journeys.records import task_id_of
from tests.shop.effects import PayOutside, do

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]


@pytest.fixture(autouse=True)
def _pay():
    register_action("pay_outside_here")(PayOutside)
    forget_block()
    yield
    registry.actions.remove("pay_outside_here")
    forget_block()


@pytest.fixture
def page():
    which = group(
        "Which",
        step("test_note", "For members"),
        step("test_note", "For guests"),
        transition="branch",
        options={
            "arms": [{"when": fact("is_logged_in"), "to": node_id("For members")}],
            "otherwise": node_id("For guests"),
        },
    )
    return flow_page(step("test_item", "Item"), step("pay_outside_here", "Pay"), which)


@pytest.mark.parametrize(("is_member", "then"), [(True, "for-members"), (False, "for-guests")])
def test_the_way_is_the_visitors_and_not_the_providers(page, is_member, then):
    visitor = Visitor()
    if is_member:
        visitor.client.force_login(get_user_model().objects.create_user("ann", password="x"))
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")
    here = visitor.twin()
    there = visitor.submits(card="1")
    do(f"charged {there.url.removeprefix('https://pay.example/')}")

    FlowPage.objects.get(pk=page.pk).settle(RequestFactory().post("/hook/"), task_id_of(here))
    here.opens(here.url)

    assert here.sees(then)
