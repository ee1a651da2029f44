"""Groups that editors made to branch, to offer a menu, or to go round again."""

import pytest

from cmsflows import COMPLETE, Linear, Scaffold
from cmsflows.testing import Visitor, flow_page, group, node_id, step
from tests.journeys.asking import state
from tests.shop.flow_blocks import ChooseItem

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]

ITEM = step("test_item", "Item")
PLAN = step("test_plan", "Plan")
NOTE = step("test_note", "Thanks")


def visits(*steps, url="/checkout/"):
    flow_page(*steps)
    visitor = Visitor()
    visitor.opens(url)
    return visitor


def branch(*steps, **arms):
    """A group that branches by plan; what has no arm of its own is for otherwise."""
    return group(
        "Depending",
        *steps,
        transition="branch",
        options={
            "arms": [
                {"when": state("plan", "eq", plan), "to": node_id(title)}
                for plan, title in arms.items()
            ],
            "otherwise": steps[-1]["id"],
        },
    )


SMALL = step("test_note", "For small")
LARGE = group("For large", step("test_note", "One"), step("test_note", "Two"))
OTHERS = step("test_note", "For others")


@pytest.mark.parametrize(("plan", "arm"), [("small", "for-small"), ("large", "one")])
def test_the_first_condition_that_holds_says_the_way(plan, arm):
    visitor = visits(PLAN, branch(SMALL, LARGE, OTHERS, small="For small", large="For large"), NOTE)

    visitor.submits(plan=plan)

    assert visitor.sees(arm)
    assert "For others" not in visitor.form.links


def test_otherwise_is_for_all_others():
    visitor = visits(PLAN, branch(SMALL, OTHERS, small="For small"), NOTE)

    visitor.submits(plan="large")
    assert visitor.sees("for-others")

    visitor.submits()
    assert visitor.sees("thanks")


def test_an_arm_is_walked_to_its_end():
    visitor = visits(PLAN, branch(LARGE, OTHERS, large="For large"), NOTE)
    visitor.submits(plan="large")

    visitor.submits()
    assert visitor.sees("two")

    visitor.submits()
    assert visitor.sees("thanks")


def test_a_branch_not_taken_cannot_be_posted_to():
    """B30"""
    visitor = visits(PLAN, branch(SMALL, OTHERS, small="For small"), NOTE)
    visitor.submits(plan="small")
    assert visitor.sees("for-small")

    response = visitor.client.post("/checkout/depending/for-others/", visitor.form.hidden)

    assert response.status_code == 303
    assert "/checkout/depending/for-small/" in response.url
    visitor.opens(response.url)
    assert visitor.sees("for-small")


def test_another_answer_leads_down_another_arm():
    visitor = visits(PLAN, branch(SMALL, OTHERS, small="For small"), NOTE)
    visitor.submits(plan="small")
    visitor.submits()
    visitor.goes_back()
    visitor.goes_back()

    visitor.submits(plan="large")

    assert visitor.sees("for-others")


def menu(*steps, title="How"):
    return group(title, *steps, transition="any_one_of", options={"menu": True})


FAST = step("test_note", "Fast", intro="<p>In a day.</p>")
SLOW = step("test_plan", "Slow")


def test_a_menu_offers_the_ways_at_the_groups_own_url():
    visitor = visits(ITEM, menu(FAST, SLOW), NOTE)

    visitor.submits(item="kettle")

    assert visitor.path == "/checkout/how/"
    assert visitor.page.templates[0].name == "cmsflows/menu.html"
    assert {"Fast", "Slow", "Back"} <= visitor.form.links.keys()
    assert "In a day." in visitor.text


def test_from_a_menu_one_can_cancel():
    """B10"""
    visitor = visits(ITEM, menu(FAST, SLOW), NOTE)
    visitor.submits(item="kettle")

    visitor.submits(_cancel="1")

    assert visitor.page.templates[0].name == "cmsflows/cancelled.html"


def test_from_a_menu_one_way_is_taken_and_another_can_be():
    visitor = visits(ITEM, menu(FAST, SLOW), NOTE)
    visitor.submits(item="kettle")

    visitor.follows("Fast")
    assert visitor.sees("fast")
    visitor.follows("Choose something else")
    assert visitor.path == "/checkout/how/"
    visitor.follows("Slow")
    visitor.submits(plan="small")

    assert visitor.sees("thanks")


def test_going_back_from_what_follows_leads_to_the_way_that_was_taken():
    visitor = visits(ITEM, menu(FAST, SLOW), NOTE)
    visitor.submits(item="kettle")
    visitor.follows("Slow")
    visitor.submits(plan="small")

    visitor.goes_back()
    assert visitor.sees("slow")
    assert visitor.values == {"plan": "small"}

    visitor.follows("Choose something else")
    visitor.follows("Fast")
    visitor.submits()
    assert visitor.sees("thanks")


def test_a_flow_may_begin_with_a_menu():
    visitor = visits(menu(FAST, SLOW), NOTE)
    assert visitor.page.templates[0].name == "cmsflows/menu.html"

    visitor.follows("Slow")
    visitor.submits(plan="large")

    assert visitor.sees("thanks")


def test_menus_may_stand_within_each_other():
    inner = menu(step("test_note", "By train"), step("test_note", "By ship"), title="Slowly")
    visitor = visits(ITEM, menu(FAST, inner), NOTE)
    visitor.submits(item="kettle")

    visitor.follows("Slowly")
    assert visitor.path == "/checkout/how/slowly/"
    visitor.follows("By ship")
    visitor.submits()

    assert visitor.sees("thanks")


def test_a_menu_that_one_is_not_at_leads_to_where_one_is():
    """B29"""
    visitor = visits(ITEM, PLAN, menu(FAST, SLOW), NOTE)
    visitor.submits(item="kettle")
    task = visitor.form.hidden["_id"]

    visitor.opens(f"/checkout/how/?_id={task}")

    assert visitor.sees("plan")


def guests(**options):
    return group(
        "Guests",
        step("test_item", "Guest"),
        step("test_note", "Seat"),
        transition="repeat",
        options=options,
    )


def test_another_round_is_had_by_a_button_of_the_last_step():
    """B20"""
    visitor = visits(guests(button="Add another guest"), NOTE)
    assert "Add another guest" not in visitor.text
    visitor.submits(item="Ann")
    assert "Add another guest" in visitor.text

    visitor.submits(_another=node_id("Guests"))
    assert visitor.sees("guest")
    assert visitor.values == {"item": None}
    visitor.submits(item="Ben")
    visitor.submits()

    assert visitor.sees("thanks")


def test_going_back_walks_through_the_rounds():
    """B20: A, B, A, B and back again."""
    visitor = visits(guests(), NOTE)
    visitor.submits(item="Ann")
    visitor.submits(_another=node_id("Guests"))
    visitor.submits(item="Ben")
    visitor.submits()

    seen = []
    for _ in range(4):
        visitor.goes_back()
        seen.append((visitor.step, visitor.values.get("item")))

    assert seen == [("seat", None), ("guest", "Ben"), ("seat", None), ("guest", "Ann")]


def test_there_are_so_many_rounds_and_no_more():
    visitor = visits(guests(most=2, button="One more"), NOTE)
    visitor.submits(item="Ann")
    visitor.submits(_another=node_id("Guests"))
    visitor.submits(item="Ben")
    assert "One more" not in visitor.text

    visitor.submits(_another=node_id("Guests"))

    assert visitor.sees("thanks")


def test_a_second_click_on_another_round_is_one_round():
    """B12"""
    visitor = visits(guests(), NOTE)
    visitor.submits(item="Ann")
    twin = visitor.twin()

    visitor.submits(_another=node_id("Guests"))
    twin.submits(_another=node_id("Guests"))

    assert twin.sees("guest")
    assert twin.form.hidden["_pos"] == visitor.form.hidden["_pos"]


def test_nobody_has_another_round_of_what_they_are_not_in():
    visitor = visits(ITEM, guests(), NOTE)

    visitor.submits(item="kettle", _another=node_id("Guests"))

    assert visitor.sees("guest")


class Choosy(Linear):
    """Looks for what its steps leave in the state, and nowhere else."""

    def choose_next(self, group):
        return super().choose_next(group) if group.state["item"] else COMPLETE


def test_a_rule_is_not_asked_before_its_step_is_completed(enter):
    class Item(ChooseItem):
        pass

    class Shop(Scaffold):
        action_set = [Item]
        transition = Choosy

    visitor = enter(Shop)

    assert visitor.page.status_code == 200
    visitor.submits(item="kettle")
    assert visitor.page.templates[0].name == "cmsflows/done.html"
