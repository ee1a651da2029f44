"""The flow that the soak's visitors walk: every kind of step, and what must happen once."""

import os
from typing import Any

from django import forms

from cmsflows import COMPLETE, NOT_DONE, UNKNOWN, Action, FlowHandler, Linear, Scaffold, Transition
from cmsflows.definition.nodes import Node
from cmsflows.engine.action import Answer
from cmsflows.engine.outcome import Outcome
from cmsflows.engine.transitions import Group
from tests.soak import outside

DECLINED = "declined"
DIES_BEFORE = "dies-before"
DIES_AFTER = "dies-after"
"""Answers to commit steps: the last two kill the process that serves them, once."""


class AnswerForm(forms.Form):
    answer = forms.CharField(max_length=40)


class AmountForm(AnswerForm):
    more = forms.BooleanField(required=False)


class Item(Action):
    form_class = AnswerForm

    def form_valid(self, form: forms.Form) -> Answer:
        self.state["item"] = form.cleaned_data["answer"]
        return COMPLETE


class Email(Action):
    form_class = AnswerForm

    def form_valid(self, form: forms.Form) -> Answer:
        self.state["contact"] = {"email": form.cleaned_data["answer"]}
        return COMPLETE


class Phone(Action):
    form_class = AnswerForm

    def form_valid(self, form: forms.Form) -> Answer:
        self.state["contact"] = {"phone": form.cleaned_data["answer"]}
        return COMPLETE


class Street(Action):
    form_class = AnswerForm

    def form_valid(self, form: forms.Form) -> Answer:
        self.state["contact"] = {"street": form.cleaned_data["answer"]}
        return COMPLETE


class Town(Action):
    form_class = AnswerForm

    def form_valid(self, form: forms.Form) -> Answer:
        self.state["contact"]["town"] = form.cleaned_data["answer"]
        return COMPLETE


class Letter(Scaffold):
    action_set = [Street, Town]
    transition = Linear


class Contact(Scaffold):
    """Any one of them will do."""

    action_set = [Email, Phone, Letter]


class Article(Action):
    form_class = AnswerForm

    def form_valid(self, form: forms.Form) -> Answer:
        self.state.setdefault("articles", []).append(form.cleaned_data["answer"])
        return COMPLETE


class Amount(Action):
    form_class = AmountForm

    def form_valid(self, form: forms.Form) -> Answer:
        self.state.setdefault("amounts", []).append(form.cleaned_data["answer"])
        self.state["more"] = form.cleaned_data["more"]
        return COMPLETE


class Again(Transition):
    """In order, and round again for as long as there is more."""

    def choose_next(self, group: Group) -> Node | Outcome:
        first, last = group.children
        if group.completed.id == first.id:
            return last
        return first if group.state["more"] else COMPLETE


class Basket(Scaffold):
    action_set = [Article, Amount]
    transition = Again


class Effect(Action):
    """Does something outside, once, and can find out whether it did."""

    form_class = AnswerForm
    commits = True
    what = ""

    def form_valid(self, form: forms.Form) -> Answer:
        answer = form.cleaned_data["answer"]
        if answer == DECLINED:
            form.add_error("answer", "This was declined.")
            return self.form_invalid(form)
        self._die_once(answer == DIES_BEFORE)
        outside.do(self.task_id, self.what, self.idempotency_key)
        self._die_once(answer == DIES_AFTER)
        return self.done()

    def settle(self) -> Any:
        """`Any`: see `Action.settle`."""
        is_done = outside.is_done(self.task_id, self.what, self.idempotency_key)
        return self.done() if is_done else NOT_DONE

    def done(self) -> Answer:
        self.state[self.what] = self.idempotency_key
        return COMPLETE

    def _die_once(self, is_time: bool) -> None:
        """The kernel, the cleaner's plug, a pod that is evicted: nothing is tidied up."""
        key = self.idempotency_key
        if is_time and outside.do_unless(self.task_id, "died", key, done=("died",)):
            os._exit(9)


class OpenAccount(Effect):
    what = "account"


class Note(Action):
    form_class = AnswerForm

    def form_valid(self, form: forms.Form) -> Answer:
        self.state["note"] = form.cleaned_data["answer"]
        return COMPLETE


class Deposit(Effect):
    """Is given at a bank, which says what came of it."""

    what = "deposit"

    def form_valid(self, form: forms.Form) -> Answer:
        outside.do_unless(self.task_id, "ordered", self.idempotency_key, done=("ordered",))
        return self.send_outside(f"/bank/{self.task_id}/{self.idempotency_key}/")

    def settle(self) -> Any:
        """The bank still thinks it over as long as it was asked and has not answered."""
        asked = [
            outside.is_done(self.task_id, what, self.idempotency_key)
            for what in ("deposit", "ordered", DECLINED)
        ]
        is_paid, is_ordered, is_declined = asked
        if is_paid:
            return self.done()
        return UNKNOWN if is_ordered and not is_declined else NOT_DONE

    def undo(self) -> None:
        """As with any provider, the same key gives back once."""
        outside.do_unless(self.task_id, "refund", self.idempotency_key, done=("refund",))


class Pay(Effect):
    """Settles everything before it."""

    what = "payment"
    locks_answers = True


class Receipt(Action):
    """The last step shows the state that it sees."""

    template_name = "soak/receipt.html"


class Shopping(Scaffold):
    action_set = [Item, Contact, Basket, OpenAccount, Note, Deposit, Pay, Receipt]
    transition = Linear


handler = FlowHandler(app_namespace="soak")
shopping = handler.register_entry_point(Shopping)
