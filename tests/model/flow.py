"""The flow that the model test walks through; `steps` says the same as plain data.

What is typed decides what happens: "plain" needs no colour, "rare" may be sold out, a step may
fail, and a card may be declined or bring the process down.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from cmsflows import COMPLETE, NOT_DONE, UNKNOWN, Action, Linear, Scaffold
from tests.shop import effects


class Killed(BaseException):
    """The process died: nothing that catches errors catches this."""


@dataclass(frozen=True)
class Seen:
    """What a step found when it was run."""

    step: str
    state: dict[str, Any]
    """`Any`: state is what actions make of it."""
    key: str = ""
    """The idempotency key, of steps that commit."""


class World:
    """What the flow depends on, and what its steps have seen."""

    is_sold_out: ClassVar[bool] = False
    is_silent: ClassVar[bool] = False
    """Does nobody outside say what came of a payment?"""
    seen: ClassVar[list[Seen]] = []

    @classmethod
    def begin(cls) -> None:
        cls.is_sold_out = cls.is_silent = False
        cls.seen = []


class TextForm(forms.Form):
    text = forms.CharField()

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if text == "rare" and World.is_sold_out:
            raise forms.ValidationError("This is sold out.")
        return text


class Ask(Action):
    """Keeps a text under the first name it provides."""

    form_class = TextForm

    def form_valid(self, form: Any) -> Any:
        """`Any`: Django's views promise other types."""
        World.seen.append(Seen(self.node.slug, dict(self.state)))
        for name in self.provides:
            self.state[name] = form.cleaned_data["text"]
        if form.cleaned_data["text"] == "fault":
            raise RuntimeError("The step has failed.")
        return COMPLETE


class Item(Ask):
    """Another item is of no colour yet."""

    provides = {"item": str}
    removes = ["colour"]

    def form_valid(self, form: Any) -> Any:
        answer = super().form_valid(form)
        self.state.pop("colour", None)
        return Who if form.cleaned_data["text"] == "plain" else answer


class Colour(Ask):
    requires = ["item"]
    provides = {"colour": str}


class Guest(Ask):
    provides = {"who": str}


class Risky(Action):
    """A commit step on which something may go wrong, before its effect and after it."""

    form_class = effects.PayForm
    line = ""

    def form_valid(self, form: Any) -> Any:
        """`Any`: Django's views promise other types."""
        card = form.cleaned_data["card"]
        World.seen.append(Seen(self.node.slug, dict(self.state), self.idempotency_key))
        if card == "declined":
            form.add_error("card", "The card was declined.")
            return self.form_invalid(form)
        if card == "lost":
            raise OSError("The line was dead before.")
        if card == "killed before":
            raise Killed
        answer = super().form_valid(form)
        self._keep()
        if card == "crash":
            raise OSError("The line is dead.")
        if card == "killed":
            raise Killed
        return answer

    def settle(self) -> Any:
        """`Any`: an action may answer anything."""
        if World.is_silent:
            return UNKNOWN
        if f"{self.line} {self.idempotency_key}" not in effects.effects():
            return NOT_DONE
        self._keep()
        return COMPLETE

    def _keep(self) -> None:
        for name in self.provides:
            self.state[name] = self.idempotency_key


class Join(Risky, effects.OpenAccount):
    provides = {"account": str, "who": str}
    line = "account"


class Who(Scaffold):
    """Any one will do."""

    action_set = [Guest, Join]


class Wish(Ask):
    requires = ["who"]
    provides = {"wish": str}
    exits = {"item": "Another item"}


class Note(Ask):
    provides = {"note": str}
    skip_on_back = True


class Confirm(Ask):
    requires = ["colour"]
    provides = {"confirmed": str}


class Pay(Risky, effects.Pay):
    exits = {"wish": "Pay later"}
    line = "paid"


class Thanks(Ask):
    exits = {"item": "Another item"}


class Shop(Scaffold):
    action_set = [Item, Colour, Who, Wish, Note, Confirm, Pay, Thanks]
    transition = Linear
