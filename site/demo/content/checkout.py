"""The checkout, as editors would assemble it: the tree of django-flows' own description."""

from demo.content.notation import action, group, node_id

HAS_SAVED = {"op": "is_true", "operand": {"fact": "has_payment_methods"}}

PAYING = node_id("scaffold", "How would you like to pay?")

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
        group(
            "I forgot my password",
            action(
                "forgot_password",
                "Your email address",
                intro="<p>With a code that we send you, you choose a new password.</p>",
                button="Send me a code",
            ),
            action("enter_code", "Your code"),
            action(
                "new_password",
                "A new password",
                intro="<p>You are logged in with it, and go on with your order.</p>",
                button="Save and go on",
            ),
            transition="linear",
        ),
        action(
            "guest",
            "Go on as a guest",
            intro="<p>So that we can tell you when your order can be fetched.</p>",
        ),
        transition="any_one_of",
    ),
    group(
        "How would you like to pay?",
        action(
            "saved_payment_method",
            "A saved payment method",
            intro="<p>You need not enter it again.</p>",
            when=HAS_SAVED,
        ),
        group(
            "A new payment method",
            action(
                "choose_payment",
                "Card",
                intro="<p>You enter it on the page of our bank, and come back.</p>",
                options={"ways": ["card"], "offer_to_remember": True},
            ),
            group(
                "Bank account",
                action(
                    "bank_account",
                    "Account details",
                    options={
                        "creditor": "Kiln & Kettle, 1 River Street",
                        "creditor_id": "DE98ZZZ09999999999",
                        "ask_for_bic": False,
                        "offer_to_remember": True,
                    },
                ),
                action(
                    "address",
                    "Address of the account’s holder",
                    intro="<p>As your bank knows it.</p>",
                    options={"purpose": "billing", "country": "DE"},
                ),
                transition="linear",
                intro="<p>We collect it from your account by direct debit.</p>",
            ),
            action(
                "choose_payment",
                "PayPal",
                intro="<p>You approve it at PayPal, and come back.</p>",
                options={"ways": ["paypal"], "offer_to_remember": True},
            ),
            action(
                "choose_payment",
                "Online bank transfer",
                intro="<p>You approve it at your bank, and come back.</p>",
                options={"ways": ["bank"], "offer_to_remember": False},
            ),
            transition="any_one_of",
            options={"menu": True},
        ),
        transition="any_one_of",
    ),
    action(
        "confirm_order",
        "Confirm and pay",
        intro="<p>Nothing is ordered before you have paid.</p>",
        button="Pay now",
        exits={"other": PAYING},
    ),
]
