"""The checkout, as editors would assemble it: the stored form of a flow, three levels deep."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

Step = dict[str, Any]
"""An item of a stream. `Any`: its value is JSON."""


def action(key: str, title: str, **value: Any) -> Step:
    """A step of a registered kind."""
    return _item(key, title, value)


def group(title: str, *steps: Step, transition: str, **value: Any) -> Step:
    """A group of steps, and its rule for moving on."""
    rule = {"type": transition, "options": {}}
    return _item("scaffold", title, {**value, "transition": rule, "steps": list(steps)})


def _item(kind: str, title: str, value: dict[str, Any]) -> Step:
    """Ids are made of kind and title, so that each `load_demo` makes the same ones."""
    step_id = uuid5(NAMESPACE_URL, f"cmsflows-demo:{kind}:{title}")
    return {"type": kind, "id": str(step_id), "value": {"title": title, **value}}


CHECKOUT = [
    action(
        "confirm_item",
        "Your item",
        intro="<p>Everything is made to order, and can be fetched from our workshop.</p>",
    ),
    group(
        "Who are you?",
        action("log_in", "Log in", button="Log in"),
        action(
            "create_account",
            "Create an account",
            intro="<p>With an account you need not tell us again next time.</p>",
            button="Create my account",
        ),
        action(
            "contact_details",
            "Go on as a guest",
            intro="<p>So that we can tell you when your order can be fetched.</p>",
        ),
        transition="any_one_of",
    ),
    group(
        "How would you like to pay?",
        action(
            "on_invoice",
            "Pay on invoice",
            intro="<p>You get the invoice together with your order.</p>",
        ),
        group(
            "Pay by bank transfer",
            action("bank_details", "Bank details"),
            action(
                "address",
                "Address of the account’s holder",
                intro="<p>As your bank knows it.</p>",
                options={"purpose": "billing", "country": "DE"},
            ),
            transition="linear",
        ),
        transition="any_one_of",
    ),
    action(
        "confirm_order",
        "Check and confirm",
        intro="<p>Nothing is ordered before you press the button.</p>",
        button="Order now",
    ),
]
