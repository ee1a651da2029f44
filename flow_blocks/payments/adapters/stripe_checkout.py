"""What Stripe is asked for: a Checkout Session, or a payment with a method that it keeps.

The same charge gives the same words, however often: Stripe refuses a key that comes with others.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from payments.stripe.providers import StripeProviderV3

from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.adapters.minor_units import minor_units
from flow_blocks.payments.errors import ProviderRefusedError
from flow_blocks.payments.one_line import one_line
from flow_blocks.payments.provider import Charge

KEY = "cmsflows_key"
"""Under this name the payment's key stands in the metadata of what we make at Stripe."""

NAME_LENGTH = 250

# fmt: off
LOCALES = frozenset({
    "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr",
    "fr-CA", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt",
    "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW",
})
# fmt: on
"""Languages of the page (https://docs.stripe.com/api/checkout/sessions/create)."""


class Library(StripeProviderV3):
    """The part of django-payments that serves: line items, and the signature of webhooks.

    Its other calls share one API key and no time limit in all the process, and name no key.
    """

    def convert_amount(self, currency: str, amount: Decimal) -> int:
        """Its own cuts off what is too precise, and knows no thousandths."""
        return minor_units(amount, currency)


@dataclass(frozen=True, slots=True)
class Order:
    """What `Library` asks a payment of its own for."""

    token: str
    currency: str
    total: Decimal


def session_data(charge: Charge, *, methods: list[str], library: Library) -> Any:
    """For https://docs.stripe.com/api/checkout/sessions/create. `Any`: theirs are typed."""
    [item] = library.get_line_items(Order(charge.key, charge.currency, charge.amount))
    item["price_data"]["product_data"]["name"] = name_for(charge)
    data: dict[str, Any] = {
        "mode": "payment",
        "line_items": [item],
        "payment_method_types": methods,
        "client_reference_id": charge.key,
        "metadata": {KEY: charge.key},
        "payment_intent_data": {"metadata": {KEY: charge.key}, "description": name_for(charge)},
        "success_url": charge.return_url,
        "cancel_url": charge.return_url,
        "locale": locale_for(charge.language),
    }
    if is_address(charge.email):
        data["customer_email"] = charge.email
    if charge.remember:
        data["customer_creation"] = "always"
        data["payment_intent_data"]["setup_future_usage"] = "off_session"
    return data


def intent_data(charge: Charge, *, methods: list[str]) -> Any:
    """For https://docs.stripe.com/api/payment_intents/create, confirmed at once. `Any`: as above.

    The visitor is there, and can be sent to the bank's page; nobody is asked for a direct debit.
    """
    customer, _, method = charge.token.partition("/")
    if not (customer and method):
        raise ProviderRefusedError("The saved method is not one of Stripe's.")
    is_debit = charge.kind == PaymentKind.DIRECT_DEBIT
    return {
        "amount": minor_units(charge.amount, charge.currency),
        "currency": charge.currency.lower(),
        "customer": customer,
        "payment_method": method,
        "payment_method_types": methods,
        "confirm": True,
        "metadata": {KEY: charge.key},
        "description": name_for(charge),
        **({"off_session": True} if is_debit else {"return_url": charge.return_url}),
    }


def name_for(charge: Charge) -> str:
    """Stripe wants some name for everything."""
    return one_line(charge.description, length=NAME_LENGTH) or charge.key


def locale_for(language: str) -> str:
    """Stripe's name for Django's "pt-br"; "auto" leaves it to the browser."""
    base, _, region = language.partition("-")
    full = f"{base}-{region.upper()}"
    return next((each for each in (full, base) if each in LOCALES), "auto")


def is_address(text: str) -> bool:
    """Stripe refuses a whole payment for an address it does not like."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
