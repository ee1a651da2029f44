"""Two more flows: an account with an address that is confirmed, and letters, as an editor asks."""

from typing import Any

from demo.content.notation import Step, action, group

SIGN_UP = [
    action(
        "message",
        "An account with us",
        intro=(
            "<p>With an account you need not tell us again who you are and how you pay. It takes a "
            "minute, and an email address that you can read your mail at.</p>"
        ),
        button="Start",
    ),
    action(
        "create_account",
        "Your account",
        intro="<p>You are logged in as soon as it is made.</p>",
        button="Create my account",
    ),
    action(
        "confirm_email",
        "Confirm your address",
        intro="<p>So that nobody signs up with an address of yours.</p>",
    ),
]
"""Who is logged in only reads so at the second step: the third wants an address on every path."""


def field(kind: str, name: str, label: str, **value: Any) -> dict[str, Any]:
    """A field of a form, as its editor would leave it. `Any`: JSON."""
    return {"type": kind, "value": {"label": label, "name": name, **value}}


def answers(*labels: str) -> list[dict[str, str]]:
    """What visitors pick from; named by what it says, since letters say it, too."""
    return [{"label": label, "value": ""} for label in labels]


FIELDS = [
    field("text", "name", "Your name", required=True, max_length=80),
    field("email", "email", "Your email address", required=True),
    field(
        "choices",
        "topics",
        "What shall we write about?",
        required=True,
        choices=answers("New pots", "Firings and open days", "Courses"),
    ),
    field(
        "choice",
        "often",
        "How often?",
        required=True,
        choices=answers("Once a month", "Four times a year"),
        default="Four times a year",
        look="buttons",
    ),
    field(
        "date",
        "birthday",
        "When is your birthday?",
        help_text="You need not say. Who does gets a card, made of clay.",
        required=False,
        moment="past",
    ),
    field(
        "consent",
        "agrees",
        "I would like to get these letters",
        details="<p>Answer any of them, and there are no more.</p>",
    ),
]

THANKS = (
    "<p>Dear {form.name},</p>"
    "<p>thank you for wanting to hear from us. This is what we will write to you about: "
    "{form.topics}.</p>"
    "<p>Has somebody signed you up without asking you? Answer this letter, and we forget your "
    "address.</p>"
    "<p>Yours, the potters of Kiln &amp; Kettle</p>"
)

LETTERS: list[Step] = [
    group(
        "What we write to whom",
        action(
            "form",
            "Letters from the kiln",
            intro="<p>What is new, what was fired, and when you can come and see.</p>",
            options={"fields": FIELDS},
        ),
        action("check_answers", "Is all of this right?"),
        transition="linear",
    ),
    action(
        "save_answers",
        "Put me on the list",
        button="Put me on the list",
        options={"list_title": "Letters from the kiln", "days": 730},
    ),
    action(
        "send_email",
        "A first letter",
        intro="<p>You are on the list. One letter comes at once, to see that it arrives.</p>",
        button="Send me the first one",
        options={
            "to": "visitor",
            "entry": "form.email",
            "subject": "{form.name}, you are on our list",
            "body": THANKS,
        },
    ),
]
