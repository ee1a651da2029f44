"""A reusable group on its way to visitors: walked like any group, and never changed under them."""

import pytest

from cmsflows.models import ReusableGroup
from cmsflows.testing import Visitor, flow_page, node_id, publish, step

pytestmark = pytest.mark.django_db

ITEM = step("test_item", "Item")
END = step("test_note", "Thanks")


def make_group(*steps):
    group = ReusableGroup(title="Plans", flow=list(steps), live=False)
    group.save()
    group.save_revision().publish()
    return ReusableGroup.objects.get(pk=group.pk)


def change(group, *steps):
    group.flow = list(steps)
    group.save_revision().publish()


def place(group):
    return step("reusable", "Your plan", group=group.pk)


def begins():
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")
    return visitor


def test_its_steps_have_addresses_below_its_place():
    group = make_group(step("test_note", "About plans"), step("test_plan", "Plan"))
    flow_page(ITEM, place(group), END)

    visitor = begins()
    seen = [visitor.path]
    for data in ({}, {"plan": "small"}):
        visitor.submits(**data)
        seen.append(visitor.path)

    assert seen == [
        "/checkout/your-plan/about-plans/",
        "/checkout/your-plan/plan/",
        "/checkout/thanks/",
    ]


def test_a_condition_inside_asks_for_the_answer_given_inside():
    asked = {"step": node_id("Plan"), "field": "plan"}
    arms = [
        {"when": {"op": "eq", "operand": asked, "value": "large"}, "to": node_id("Much")},
    ]
    branch = {"type": "branch", "options": {"arms": arms, "otherwise": node_id("Little")}}
    much, little = step("test_note", "Much"), step("test_note", "Little")
    group = make_group(
        step("test_plan", "Plan"),
        step("scaffold", "How much", steps=[much, little], transition=branch),
    )
    page = flow_page(ITEM, place(group), END)

    (which,) = [node for node in page.flow_definition().by_id.values() if node.title == "How much"]

    prefix = f"{node_id('Your plan')}/"
    arm = which.transition.options["arms"][0]
    assert arm["to"] == f"{prefix}{node_id('Much')}"
    assert arm["when"]["operand"]["step"] == f"{prefix}{node_id('Plan')}"


def test_a_group_that_is_published_changes_nobodys_flow():
    """B36: neither for who is half way, nor for who comes later, until somebody publishes that."""
    group = make_group(step("test_plan", "Plan"))
    page = flow_page(ITEM, place(group), END)
    half_way = begins()

    change(group, step("test_note", "No plans today"))
    late = begins()
    half_way.submits(plan="small")
    publish(page, ITEM, place(group), END)
    last = begins()

    assert half_way.path == "/checkout/thanks/"
    assert late.path == "/checkout/your-plan/plan/"
    assert last.path == "/checkout/your-plan/no-plans-today/"


def test_who_is_half_way_finishes_though_the_group_is_deleted():
    """B36."""
    group = make_group(step("test_plan", "Plan"))
    flow_page(ITEM, place(group), END)
    visitor = begins()

    group.delete()
    visitor.submits(plan="small")
    visitor.submits()

    assert visitor.path == "/checkout/"
    assert visitor.page.templates[0].name == "cmsflows/done.html"
