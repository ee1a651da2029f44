"""Two more flows: an account with an address that is confirmed, and a newsletter by an editor."""

from demo.content.notation import action, group

IS_LOGGED_IN = {"op": "is_true", "operand": {"fact": "is_logged_in"}}

SIGN_UP = [
    action(
        "message",
        "Welcome",
        intro=(
            "<p>With an account you need not tell us your address again, and you can see what you "
            "have ordered.</p>"
        ),
        button="Start",
    ),
    group(
        "Your account",
        action("create_account", "Create an account", button="Create my account"),
        transition="linear",
    ),
    action(
        "confirm_email",
        "Confirm your address",
        intro="<p>We send you a code, so that nobody signs up with an address of yours.</p>",
    ),
]

NEWSLETTER = [
    action(
        "form",
        "Sign up",
        intro="<p>Four letters a year, from the kiln.</p>",
        options={
            "fields": [
                {
                    "type": "text",
                    "value": {"label": "Your name", "required": True, "help": "", "name": "name"},
                },
            ]
        },
    ),
]
