"""A PayPal account whose payer has agreed to pay from it again."""

from flow_blocks.models import SavedPayPal


def test_it_says_whose_it_is() -> None:
    assert str(SavedPayPal(email="ada@example.com")) == "PayPal (ada@example.com)"
    assert str(SavedPayPal()) == "PayPal"


def test_the_provider_tells_the_email_address_where_others_tell_a_brand() -> None:
    assert SavedPayPal.details({"brand": "ada@example.com"}) == {"email": "ada@example.com"}
