"""A try to commit that has failed leads to an exit, or back to its step, and counts as not done."""

import pytest

from cmsflows import Action
from cmsflows.engine.task import VisitStatus
from tests.journeys.records import task_of
from tests.journeys.test_committing import Item, Thanks, flow
from tests.shop.effects import Pay, PayOutside, do, effects

pytestmark = pytest.mark.django_db


class Declined(Action):
    pass


class PayOrNot(Pay):
    """A card "declined" leads away from here."""

    exits = {"declined": "It was declined"}
    failure_exits = ["declined"]

    def form_valid(self, form):
        if form.cleaned_data["card"] == "declined":
            return self.fail("declined")
        return super().form_valid(form)


class PayElsewhereOrNot(PayOutside):
    exits = {"declined": "It was declined"}
    failure_exits = ["declined"]

    def settle(self):
        if f"declined {self.idempotency_key}" in effects():
            return self.fail("declined")
        return super().settle()


def test_it_leads_out_and_the_step_is_not_done(enter):
    visitor = enter(flow(Item, PayOrNot, Thanks, Declined))
    visitor.submits(item="kettle")

    visitor.submits(card="declined")

    last = task_of(visitor).visits[-1]
    assert visitor.sees("declined")
    assert (last.status, last.commits, last.locks) == (VisitStatus.LEFT, False, False)


def test_who_goes_back_finds_what_they_wrote_and_may_try_again(enter):
    visitor = enter(flow(Item, PayOrNot, Thanks, Declined))
    visitor.submits(item="kettle")
    visitor.submits(card="declined")
    visitor.goes_back()
    found = visitor.values

    visitor.submits(card="1")

    assert found == {"card": "declined"}
    assert (visitor.step, len(effects())) == ("thanks", 1)


def test_where_the_exit_leads_nowhere_the_step_is_shown_again(enter):
    visitor = enter(flow(Item, PayOrNot, Thanks))
    visitor.submits(item="kettle")

    visitor.submits(card="declined")

    assert visitor.sees("pay-or-not")
    assert visitor.values == {"card": "declined"}
    assert task_of(visitor).attempts == {"flow/pay_or_not": 1}


def test_what_failed_elsewhere_leads_out_as_well(enter):
    visitor = enter(flow(Item, PayElsewhereOrNot, Thanks, Declined))
    visitor.submits(item="kettle")
    here = visitor.twin()
    key = visitor.submits(card="1").url.removeprefix("https://pay.example/")
    do(f"declined {key}")
    here.opens(here.url)

    here.submits(_settle="1")

    assert here.sees("declined")


def test_no_button_offers_it_and_no_forged_form_takes_it(enter):
    visitor = enter(flow(Item, PayOrNot, Thanks, Declined))
    visitor.submits(item="kettle")
    is_offered = "It was declined" in visitor.text

    visitor.submits(_exit="declined")

    assert not is_offered
    assert visitor.step == "pay-or-not"
