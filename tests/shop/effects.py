"""Steps with an effect outside, for the tests: each effect is a line in a file.

Processes that race for one effect append to the same file, and the tests count lines.
"""

import os
import time
from pathlib import Path

from django import forms

from cmsflows import COMPLETE, NOT_DONE, UNKNOWN, Action

LEDGER = "CMSFLOWS_TEST_LEDGER"
"""The environment variable that names the file."""


def effects() -> list[str]:
    """What was done so far, oldest first."""
    path = Path(os.environ[LEDGER])
    return path.read_text().splitlines() if path.exists() else []


def do(line: str) -> None:
    """Have an effect; one write, so that lines of several processes do not mix."""
    with Path(os.environ[LEDGER]).open("a") as file:
        file.write(f"{line}\n")


class PayForm(forms.Form):
    card = forms.CharField(required=False)


class Pay(Action):
    """Pays once, and settles all answers before it. A card "declined" is refused."""

    form_class = PayForm
    commits = True
    locks_answers = True
    exits = {"later": "Pay later"}
    provides = {"payment": str}

    def form_valid(self, form):
        if form.cleaned_data["card"] == "declined":
            form.add_error("card", "The card was declined.")
            return self.form_invalid(form)
        do(f"paid {self.idempotency_key}")
        self.state["payment"] = self.idempotency_key
        return COMPLETE


class SlowPay(Pay):
    """Takes its time, so that others come while it is at it."""

    def form_valid(self, form):
        time.sleep(0.3)
        return super().form_valid(form)


class PayAndCrash(Pay):
    """Fails after its effect, or before it: nobody can tell."""

    def form_valid(self, form):
        if form.cleaned_data["card"] != "before":
            do(f"paid {self.idempotency_key}")
        raise OSError("the line is dead")


class PayAndSettle(PayAndCrash):
    """The same, but it can be found out."""

    def settle(self):
        is_paid = f"paid {self.idempotency_key}" in effects()
        return COMPLETE if is_paid else NOT_DONE


class PayOutside(Pay):
    """Leaves the rest to another site; what came of it is told by lines of the file."""

    def form_valid(self, form):
        self.state["sent"] = True
        return self.send_outside(f"https://pay.example/{self.idempotency_key}")

    def settle(self):
        lines = effects()
        if f"declined {self.idempotency_key}" in lines:
            return NOT_DONE
        return COMPLETE if f"charged {self.idempotency_key}" in lines else UNKNOWN

    def undo(self):
        do(f"refunded {self.idempotency_key}")

    def give_up(self):
        if f"charged {self.idempotency_key}" in effects():
            return COMPLETE
        do(f"declined {self.idempotency_key}")
        return NOT_DONE

    def outside_url(self):
        return f"https://pay.example/{self.idempotency_key}"


class PayOutsideForGood(PayOutside):
    """The same, but nothing can be taken back."""

    undo = Action.undo


class PayWithoutAnAnswer(Pay):
    """The line is dead, and it says so; what came of it can be found out."""

    def form_valid(self, form):
        if form.cleaned_data["card"] != "before":
            do(f"paid {self.idempotency_key}")
        return UNKNOWN

    settle = PayAndSettle.settle


class OpenAccount(Action):
    """Runs once, and settles nothing."""

    commits = True
    provides = {"account": str}

    def form_valid(self, form):
        do(f"account {self.idempotency_key}")
        self.state["account"] = self.idempotency_key
        return COMPLETE
