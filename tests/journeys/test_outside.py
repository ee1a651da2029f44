"""A visitor is sent to another site; what came of it there is settled once, however late."""

import time

import pytest
from django.core.management import call_command
from django.test import RequestFactory

from cmsflows import Linear, Scaffold, outside
from cmsflows.engine.task import TaskStatus
from cmsflows.testing import Visitor
from tests.journeys.in_code import serve
from tests.journeys.records import record_of, task_of
from tests.journeys.test_committing import Item, Thanks, flow
from tests.shop.effects import PayOutside, PayOutsideForGood, do, effects

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]


@pytest.fixture
def shop(settings):
    return serve(settings, flow(Item, PayOutside, Thanks))


def sent_out(shop):
    """A visitor who was sent to pay, and is there; and the key by which the provider knows."""
    visitor = Visitor()
    visitor.opens(shop.flow_entry_link(shop.entry_points[0]))
    visitor.submits(item="kettle")
    here = visitor.twin()
    there = visitor.submits(card="1")
    assert there.status_code == 303
    return here, there.url.removeprefix("https://pay.example/")


def hears(shop, visitor):
    """The provider calls the site, which has no session then."""
    request = RequestFactory().post("/webhook/")
    return shop.settle(request, shop.entry_points[0], task_of(visitor).id)


def test_the_visitor_goes_to_the_other_site(shop):
    visitor, key = sent_out(shop)

    assert len(key) == 32
    assert task_of(visitor).state() == {"item": "kettle", "sent": True}


def test_who_comes_back_before_it_is_known_is_told_so(shop):
    visitor, _key = sent_out(shop)

    visitor.opens(visitor.url)

    assert "Not finished yet" in visitor.text


def test_who_comes_back_after_paying_goes_on(shop):
    visitor, key = sent_out(shop)
    do(f"charged {key}")
    visitor.opens(visitor.url)

    visitor.submits(_settle="1")

    assert visitor.sees("thanks")


def test_who_was_declined_may_try_again_and_it_is_another_try(shop):
    visitor, key = sent_out(shop)
    do(f"declined {key}")
    visitor.opens(visitor.url)
    visitor.submits(_settle="1")
    is_open = visitor.sees("pay-outside")

    there = visitor.submits(card="2")

    assert is_open
    assert there.url.removeprefix("https://pay.example/") != key


def test_a_call_from_the_other_site_moves_the_task_on(shop):
    """B59"""
    visitor, key = sent_out(shop)
    do(f"charged {key}")

    is_settled = hears(shop, visitor)
    visitor.opens(visitor.url)

    assert is_settled
    assert visitor.step == "thanks"


def test_a_call_that_comes_twice_changes_nothing(shop):
    visitor, key = sent_out(shop)
    do(f"charged {key}")
    hears(shop, visitor)
    before = record_of(visitor)

    assert hears(shop, visitor)
    assert record_of(visitor) == before


def test_a_call_that_knows_nothing_changes_nothing(shop):
    visitor, _key = sent_out(shop)
    before = record_of(visitor)

    assert not hears(shop, visitor)
    assert record_of(visitor) == before


def test_a_call_about_nothing_is_no_mistake(shop):
    request = RequestFactory().post("/webhook/")

    assert not shop.settle(request, shop.entry_points[0], "0" * 32)
    assert not shop.settle(request, shop.entry_points[0], "../../etc")


def test_being_away_for_long_wipes_nothing(shop, settings):
    """B59: the idle time is over, and the provider calls late."""
    settings.FLOWS_TASK_IDLE_TIMEOUT = 1
    visitor, key = sent_out(shop)
    time.sleep(1.1)
    call_command("cleanupflows", verbosity=0)
    do(f"charged {key}")

    is_settled = hears(shop, visitor)
    visitor.opens(visitor.url)

    assert is_settled
    assert visitor.step == "thanks"


def test_cancelling_keeps_the_record_until_it_is_settled(shop):
    """B59"""
    visitor, _key = sent_out(shop)
    visitor.opens(visitor.url)

    visitor.submits(_cancel="1")

    task = task_of(visitor)
    assert visitor.page.templates[0].name == "cmsflows/cancelled.html"
    assert "we will take it back" in visitor.text
    assert (task.status, task.state()["item"]) == (TaskStatus.CANCELLED, "kettle")


def test_what_was_charged_after_cancelling_is_refunded_once(shop):
    """B59"""
    visitor, key = sent_out(shop)
    visitor.opens(visitor.url)
    visitor.submits(_cancel="1")
    do(f"charged {key}")

    answers = [hears(shop, visitor) for _ in range(3)]

    assert answers == [True, True, True]
    assert effects() == [f"charged {key}", f"refunded {key}"]
    assert "kettle" not in str(record_of(visitor))


def test_what_was_declined_after_cancelling_is_over(shop):
    visitor, key = sent_out(shop)
    visitor.opens(visitor.url)
    visitor.submits(_cancel="1")
    do(f"declined {key}")

    assert hears(shop, visitor)
    assert effects() == [f"declined {key}"]
    assert "kettle" not in str(record_of(visitor))


def test_cancelling_what_is_known_meanwhile_leads_on(shop):
    """The visitor has paid: the flow goes on where it is, and can be cancelled there."""
    visitor, key = sent_out(shop)
    visitor.opens(visitor.url)
    do(f"charged {key}")

    visitor.submits(_cancel="1")

    assert task_of(visitor).status is TaskStatus.CANCELLED


def test_what_cannot_be_taken_back_cannot_be_cancelled_either(settings):
    visitor, _key = sent_out(serve(settings, flow(Item, PayOutsideForGood, Thanks)))
    visitor.opens(visitor.url)

    visitor.submits(_cancel="1")

    assert task_of(visitor).status is TaskStatus.RUNNING
    assert "Not finished yet" in visitor.text


def test_the_end_may_come_from_outside(settings):
    """The visitor never comes back; what they paid for is theirs."""

    class Short(Scaffold):
        action_set = [Item, PayOutside]
        transition = Linear

    shop = serve(settings, Short)
    visitor, key = sent_out(shop)
    do(f"charged {key}")

    is_settled = hears(shop, visitor)

    assert is_settled
    assert task_of(visitor).status is TaskStatus.DONE


def test_who_has_not_finished_there_may_go_on_there(shop):
    visitor, key = sent_out(shop)

    visitor.opens(visitor.url)

    assert f'href="https://pay.example/{key}"' in visitor.text


def test_who_gives_it_up_has_the_step_back_and_nothing_can_come_of_it_there(shop):
    visitor, key = sent_out(shop)
    visitor.opens(visitor.url)

    visitor.submits(_give_up="1")

    assert visitor.sees("pay-outside")
    assert effects() == [f"declined {key}"]


def test_who_gives_up_what_has_happened_goes_on(shop):
    visitor, key = sent_out(shop)
    visitor.opens(visitor.url)
    do(f"charged {key}")

    visitor.submits(_give_up="1")

    assert visitor.sees("thanks")
    assert effects() == [f"charged {key}"]


def test_giving_up_twice_gives_up_once(shop):
    visitor, key = sent_out(shop)
    visitor.opens(visitor.url)
    tab = visitor.twin()
    visitor.submits(_give_up="1")

    tab.submits(_give_up="1")

    assert tab.sees("pay-outside")
    assert effects() == [f"declined {key}"]


def test_what_is_not_outside_cannot_be_given_up(shop):
    visitor = Visitor()
    visitor.opens(shop.flow_entry_link(shop.entry_points[0]))
    visitor.submits(item="kettle")

    visitor.submits(_give_up="1")

    assert visitor.sees("pay-outside")
    assert effects() == []


def test_a_run_is_settled_by_what_its_flow_is_called(shop):
    """B59"""
    visitor, key = sent_out(shop)
    do(f"charged {key}")
    task = task_of(visitor)

    is_settled = outside.settle(RequestFactory().post("/webhook/"), task.flow, task.id)
    visitor.opens(visitor.url)

    assert is_settled
    assert visitor.sees("thanks")


@pytest.mark.parametrize("flow", ["", "page:", "page:0", "page:x", "code:", "code:flow:Nobody"])
def test_a_flow_that_is_not_there_settles_nothing(shop, flow):
    request = RequestFactory().post("/webhook/")

    assert not outside.settle(request, flow, "0" * 32)
    assert not outside.awaits(request, flow, "0" * 32, key="0" * 32)


def test_a_run_awaits_what_it_asked_for_until_it_is_forgotten(shop):
    visitor, key = sent_out(shop)
    task = task_of(visitor)
    request = RequestFactory().post("/webhook/")

    assert outside.awaits(request, task.flow, task.id, key=key)
    assert not outside.awaits(request, task.flow, task.id, key="0" * 32)
    assert not outside.awaits(request, task.flow, "0" * 32, key=key)
    assert not outside.awaits(request, task.flow, "../../etc", key=key)


def test_who_has_no_request_makes_one_as_if_from_where_the_visitor_was():
    request = outside.request_to("testserver:8443", is_secure=True, language="de")

    assert request.build_absolute_uri("/x/") == "https://testserver:8443/x/"
    assert (request.LANGUAGE_CODE, request.user.is_authenticated) == ("de", False)
