"""A step with an effect outside runs it once, whatever the visitor, the network or a crash does."""

import time
from dataclasses import replace

import pytest
from django import forms

from cmsflows import COMPLETE, Action, Linear, Scaffold
from cmsflows.exceptions import CommitAnswerError
from cmsflows.statestore.loading import default_store
from cmsflows.statestore.records import to_record
from cmsflows.testing import Visitor
from tests.journeys.records import record_of, task_of
from tests.shop.effects import OpenAccount, Pay, PayAndCrash, PayAndSettle, effects

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]


class ItemForm(forms.Form):
    item = forms.CharField()

    sold_out: set[str] = set()

    def clean_item(self):
        if self.cleaned_data["item"] in self.sold_out:
            raise forms.ValidationError("This is sold out.")
        return self.cleaned_data["item"]


class Item(Action):
    form_class = ItemForm
    provides = {"item": str}

    def form_valid(self, form):
        self.state["item"] = form.cleaned_data["item"]
        return COMPLETE


class Second(Item):
    """The same question once more."""


class Colour(Item):
    provides = {"colour": str}

    def form_valid(self, form):
        self.state["colour"] = form.cleaned_data["item"]
        return COMPLETE


class Thanks(Action):
    pass


def flow(*steps):
    return type("Flow", (Scaffold,), {"action_set": list(steps), "transition": Linear})


@pytest.fixture(autouse=True)
def _nothing_is_sold_out(monkeypatch):
    """Before a test, nor after it: the form is other tests' too."""
    monkeypatch.setattr(ItemForm, "sold_out", set())


def at_pay(enter, pay=Pay):
    visitor = enter(flow(Item, pay, Thanks))
    visitor.submits(item="kettle")
    return visitor


def keep(visitor, task):
    """Put a task in the store as a test wants it to be."""
    stored = default_store().load(task.id)
    assert default_store().replace(task.id, to_record(task), version=stored.version, lifetime=600)


def claim_is_over(visitor):
    """A process has died between claim and record, and its lease has run out."""
    task = task_of(visitor)
    keep(visitor, replace(task, claim=replace(task.claim, until=time.time() - 1)))


def test_a_commit_leads_on(enter):
    visitor = at_pay(enter)

    visitor.submits(card="1")

    assert visitor.sees("thanks")
    assert len(effects()) == 1


def test_the_same_form_sent_again_is_answered_the_same_and_does_nothing(enter):
    """B16, in turn"""
    visitor = at_pay(enter)
    tab = visitor.twin()
    visitor.submits(card="1")
    before = record_of(visitor)

    tab.submits(card="1")

    assert (tab.step, record_of(tab), len(effects())) == ("thanks", before, 1)


def test_a_commit_with_another_payload_is_refused(enter):
    """B17"""
    visitor = at_pay(enter)
    tab = visitor.twin()
    visitor.submits(card="1")

    tab.submits(card="2")

    assert (tab.step, len(effects())) == ("thanks", 1)
    assert "submitted already" in tab.text


def test_a_commit_step_is_not_shown_again(enter):
    """B17"""
    visitor = at_pay(enter)
    url = visitor.url
    visitor.submits(card="1")

    visitor.opens(url)

    assert visitor.step == "thanks"
    assert "submitted already" in visitor.text
    assert "Back" not in visitor.form.links


def test_what_was_before_a_step_that_locks_cannot_be_changed(enter):
    """B17: the order is paid for as it was."""
    visitor = at_pay(enter)
    visitor.goes_back()
    tab = visitor.twin()
    visitor.submits(item="kettle")
    visitor.submits(card="1")

    tab.submits(item="pot")

    assert (tab.step, task_of(tab).state()["item"]) == ("thanks", "kettle")
    assert "submitted already" in tab.text


def test_errors_claim_nothing(enter):
    """B04"""
    visitor = enter(flow(Item, OpenAccount, Pay, Thanks))
    visitor.submits(item="kettle")
    before = record_of(visitor)

    visitor.submits(_exit="no such exit")

    assert (record_of(visitor), effects()) == (before, [])


def test_a_refusal_from_outside_is_an_error_in_the_form_and_can_be_tried_again(enter):
    """A decline: the next try is another one to whoever is asked, and so has another key."""
    visitor = at_pay(enter)
    visitor.submits(card="declined")
    said = visitor.text
    first_try = task_of(visitor)

    visitor.submits(card="1")

    assert "The card was declined." in said
    assert (first_try.claim, first_try.attempts) == (None, {"flow/pay": 1})
    assert (visitor.step, len(effects())) == ("thanks", 1)


def test_the_key_of_an_intent_outlives_leaving_and_coming_back(enter):
    """B58"""
    keys = []

    class PayTwice(Pay):
        def get_context_data(self, **kwargs):
            keys.append(self.idempotency_key)
            return super().get_context_data(**kwargs)

    class Later(Action):
        exits = {"pay_twice": "Pay now"}

    visitor = enter(flow(Item, PayTwice, Later, Thanks))
    visitor.submits(item="kettle")

    visitor.submits(_exit="later")
    visitor.submits(_exit="pay_twice")
    visitor.submits(card="1")

    assert len(set(keys)) == 1
    assert effects() == [f"paid {keys[0]}"]


def test_two_tasks_have_keys_of_their_own(enter):
    visitor = at_pay(enter)
    other = Visitor(visitor.client)
    other.opens("/shop/flow/")
    other.submits(item="pot")

    visitor.submits(card="1")
    other.submits(card="1")

    assert len(set(effects())) == 2


def test_an_account_is_made_once_though_the_visitor_goes_back_and_changes_their_mind(enter):
    """B63"""
    visitor = enter(flow(Item, OpenAccount, Thanks))
    visitor.submits(item="kettle")
    visitor.submits()
    account = task_of(visitor).state()["account"]

    visitor.goes_back()
    item = visitor.values
    visitor.submits(item="pot")

    assert item == {"item": "kettle"}
    assert visitor.step == "thanks"
    assert task_of(visitor).state() == {"item": "pot", "account": account}
    assert effects() == [f"account {account}"]


def test_an_account_made_by_one_of_several_ways_is_not_asked_for_again(enter):
    """B63: nor is the other way."""

    class LogIn(Action):
        pass

    class Who(Scaffold):
        action_set = [LogIn, OpenAccount]

    visitor = enter(flow(Item, Who, Thanks))
    visitor.submits(item="kettle")
    visitor.follows("Open account")
    visitor.submits()

    visitor.goes_back()
    visitor.submits(item="pot")

    assert (visitor.step, len(effects())) == ("thanks", 1)


def test_a_commit_in_a_loop_runs_once_unless_it_says_otherwise(enter):
    class Again(Action):
        exits = {"item": "Another"}

    visitor = enter(flow(Item, OpenAccount, Again, Thanks))
    visitor.submits(item="kettle")
    visitor.submits()

    visitor.submits(_exit="item")
    visitor.submits(item="pot")

    assert (visitor.step, len(effects())) == ("again", 1)


def test_a_repeatable_commit_runs_in_each_round(enter):
    class Send(OpenAccount):
        is_repeatable = True

    class Again(Action):
        exits = {"item": "Another"}

    visitor = enter(flow(Item, Send, Again, Thanks))
    visitor.submits(item="kettle")
    visitor.submits()

    visitor.submits(_exit="item")
    visitor.submits(item="pot")
    visitor.submits()

    assert (visitor.step, len(set(effects()))) == ("again", 2)


def test_a_repeatable_commit_that_was_gone_back_over_is_not_run_again(enter):
    class Send(OpenAccount):
        is_repeatable = True

    visitor = enter(flow(Item, Send, Thanks))
    visitor.submits(item="kettle")
    visitor.submits()

    visitor.goes_back()
    visitor.submits(item="pot")

    assert (visitor.step, len(effects())) == ("thanks", 1)


def test_answers_that_are_no_longer_right_are_asked_again_before_a_commit(enter):
    """B31"""
    visitor = enter(flow(Item, Colour, Pay, Thanks))
    visitor.submits(item="kettle")
    visitor.submits(item="red")
    ItemForm.sold_out.add("kettle")

    visitor.submits(card="1")
    asked = (visitor.step, visitor.values, visitor.page.context["form"].errors["item"])

    assert asked == ("item", {"item": "kettle"}, ["This is sold out."])
    assert effects() == []
    assert task_of(visitor).position.seq == 3


def test_what_comes_later_is_checked_too_once_the_first_is_mended(enter):
    """B31"""
    visitor = enter(flow(Item, Colour, Pay, Thanks))
    visitor.submits(item="kettle")
    visitor.submits(item="red")
    ItemForm.sold_out.update({"kettle", "red"})
    visitor.submits(card="1")

    visitor.submits(item="pot")
    later = (visitor.step, visitor.values)
    visitor.submits(item="red")
    refused = visitor.page.context["form"].errors
    visitor.submits(item="blue")
    visitor.submits(card="1")

    assert later == ("colour", {"item": "red"})
    assert refused
    assert (visitor.step, len(effects())) == ("thanks", 1)


def test_answers_that_are_no_longer_right_are_asked_again_at_the_end(enter):
    """B31: and what was committed is not rerun."""
    visitor = enter(flow(Item, OpenAccount, Thanks))
    visitor.submits(item="kettle")
    visitor.submits()
    ItemForm.sold_out.add("kettle")

    visitor.submits()
    asked = visitor.step
    visitor.submits(item="pot")
    visitor.submits()

    assert asked == "item"
    assert visitor.page.templates[0].name == "cmsflows/done.html"
    assert len(effects()) == 1


def test_an_answer_wrong_only_for_a_while_can_be_sent_as_it_stands(enter):
    visitor = enter(flow(Item, Pay, Thanks))
    visitor.submits(item="kettle")
    ItemForm.sold_out.add("kettle")
    visitor.submits(card="1")
    ItemForm.sold_out.clear()

    visitor.opens(visitor.url)
    errors = dict(visitor.page.context["form"].errors)
    visitor.submits(item="kettle")

    assert errors == {}
    assert visitor.step == "pay"


def test_what_was_good_once_only_is_not_checked_again(enter):
    class Code(Item):
        is_checked_again = False

    visitor = enter(flow(Code, Pay, Thanks))
    visitor.submits(item="123456")
    ItemForm.sold_out.add("123456")

    visitor.submits(card="1")

    assert visitor.step == "thanks"


def test_a_step_that_fails_half_way_is_in_doubt_and_never_run_again(enter):
    visitor = at_pay(enter, PayAndCrash)

    with pytest.raises(OSError, match="the line is dead"):
        visitor.submits(card="1")
    visitor.submits(card="1")
    visitor.opens(visitor.url)

    assert "We are not sure yet" in visitor.text
    assert len(effects()) == 1


def test_a_page_in_doubt_names_the_reference(enter):
    visitor = at_pay(enter, PayAndCrash)
    with pytest.raises(OSError, match="the line is dead"):
        visitor.submits(card="1")

    visitor.opens(visitor.url)

    assert effects()[0].removeprefix("paid ") in visitor.text


def test_looking_at_a_step_in_doubt_asks_nobody(enter):
    """B03"""
    visitor = at_pay(enter, PayAndSettle)
    with pytest.raises(OSError, match="the line is dead"):
        visitor.submits(card="1")
    before = record_of(visitor)

    visitor.opens(visitor.url)

    assert record_of(visitor) == before


def test_what_did_happen_is_settled_and_leads_on(enter):
    visitor = at_pay(enter, PayAndSettle)
    with pytest.raises(OSError, match="the line is dead"):
        visitor.submits(card="1")
    visitor.opens(visitor.url)

    visitor.submits(_settle="1")

    assert (visitor.step, len(effects())) == ("thanks", 1)


def test_what_did_not_happen_can_be_tried_again_under_the_same_key(enter):
    visitor = at_pay(enter, PayAndSettle)
    with pytest.raises(OSError, match="the line is dead"):
        visitor.submits(card="before")
    visitor.opens(visitor.url)
    visitor.submits(_settle="1")
    is_open = visitor.sees("pay-and-settle")

    with pytest.raises(OSError, match="the line is dead"):
        visitor.submits(card="1")

    assert is_open
    assert task_of(visitor).attempts == {}
    assert len(effects()) == 1


def test_a_form_sent_again_settles_what_is_in_doubt(enter):
    """Whoever is impatient sends the form once more, and is helped."""
    visitor = at_pay(enter, PayAndSettle)
    tab = visitor.twin()
    with pytest.raises(OSError, match="the line is dead"):
        visitor.submits(card="1")

    tab.submits(card="1")

    assert (tab.step, len(effects())) == ("thanks", 1)


def test_a_process_that_dies_leaves_its_step_in_doubt_once_the_lease_is_over(enter, settings):
    settings.FLOWS_COMMIT_WAIT = 0
    visitor = at_pay(enter, PayAndSettle)
    tab = visitor.twin()
    with pytest.raises(OSError, match="the line is dead"):
        visitor.submits(card="1")
    task = task_of(visitor)
    keep(visitor, replace(task, claim=replace(task.claim, until=time.time() + 60)))
    tab.submits(card="1")
    waiting = tab.text

    claim_is_over(visitor)
    tab.opens(tab.url)
    tab.submits(_settle="1")

    assert "One moment, please" in waiting
    assert 'content="3;url=/shop/flow/pay-and-settle/' in waiting
    assert (tab.step, len(effects())) == ("thanks", 1)


def test_while_a_step_commits_nothing_before_it_can_be_changed(enter, settings):
    settings.FLOWS_COMMIT_WAIT = 0
    visitor = at_pay(enter, PayAndCrash)
    visitor.goes_back()
    tab = visitor.twin()
    visitor.submits(item="kettle")
    with pytest.raises(OSError, match="the line is dead"):
        visitor.submits(card="1")

    tab.submits(item="pot")

    assert "We are not sure yet" in tab.text
    assert task_of(tab).state()["item"] == "kettle"


def test_a_commit_step_answers_no_page_of_its_own(enter):
    class Bad(Pay):
        def form_valid(self, form):
            return self.render_to_response({})

    visitor = at_pay(enter, Bad)

    with pytest.raises(CommitAnswerError) as caught:
        visitor.submits(card="1")

    assert str(caught.value) == (
        f"{caught.value.action!r} commits, and answered {caught.value.answer!r}: nobody can tell "
        "whether it is done. Answer COMPLETE, the name of an exit, a component class, a key, "
        "`send_outside(url)`, `fail()`, or the page of its form with errors; and do so from "
        "`form_valid`."
    )
    assert caught.value.action.startswith("tests.journeys.test_committing.")
    assert task_of(visitor).claim is not None


def test_a_commit_may_be_the_first_step(enter):
    visitor = enter(flow(Pay, Thanks))
    tab = visitor.twin()

    visitor.submits(card="1")
    tab.submits(card="1")

    assert (visitor.step, tab.step, len(effects())) == ("thanks", "thanks", 1)


def test_the_answers_to_a_commit_are_kept_for_who_checks_them(enter):
    visitor = at_pay(enter)

    visitor.submits(card="1")

    assert task_of(visitor).answers["flow/pay"].values == {"card": ["1"]}
