"""A shop that is paid through the tests' bank, in code."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django import forms

from cmsflows import COMPLETE, Action, FlowHandler, Linear, Scaffold
from cmsflows.testing import Visitor
from flow_blocks.actions.pay_by_card import PayByCard
from tests.flow_blocks.payments.bank import Memory
from tests.journeys.in_code import serve


class BasketForm(forms.Form):
    amount = forms.DecimalField()


class Basket(Action):
    """What it costs is what the visitor says; it is a test."""

    form_class = BasketForm
    provides = {"amount": Decimal}

    def form_valid(self, form):
        self.state["amount"] = form.cleaned_data["amount"]
        return COMPLETE


class Thanks(Action):
    """Something to read."""


@pytest.fixture
def bank(settings: Any) -> Memory:
    memory = Memory()
    settings.FLOWS_PAYMENT_PROVIDERS = {
        "bank": {
            "BACKEND": "tests.flow_blocks.payments.bank.Bank",
            "OPTIONS": {"memory": memory},
        }
    }
    return memory


Open = Callable[..., tuple[FlowHandler, Visitor]]


@pytest.fixture
def shop(settings: Any, bank: Memory) -> FlowHandler:
    return serve(settings, selling(PayByCard))


def selling(pay: type[Action]) -> type[Scaffold]:
    return type("Shop", (Scaffold,), {"action_set": [Basket, pay, Thanks], "transition": Linear})


def at_the_till(shop: FlowHandler, *, amount: str = "12.50") -> Visitor:
    """A visitor who has filled the basket."""
    visitor = Visitor()
    visitor.opens(shop.flow_entry_link(shop.entry_points[0]))
    visitor.submits(amount=amount)
    return visitor
