"""The adapter to Stripe against Stripe itself, in test mode; collected where there is a key.

Nobody visits a page here: what needs one is tested against the stand-in. Methods are Stripe's own
for tests, see https://docs.stripe.com/testing.
"""

import os
from dataclasses import replace
from decimal import Decimal

import pytest
from stripe import StripeClient

from flow_blocks.models.payment import PaymentKind, PaymentStatus
from flow_blocks.payments.adapters.stripe import Stripe
from flow_blocks.payments.errors import ProviderRefusedError
from flow_blocks.payments.provider import PaymentProvider
from flow_blocks.payments.testing import Scene
from flow_blocks.payments.testing.scene import AMOUNT, MakeCharge
from tests.flow_blocks.at_once import at_once
from tests.flow_blocks.payments.sandboxes.credentials import stripe_key

KEY = stripe_key(os.environ) or ""


class TestStripe(Scene):
    kind = PaymentKind.CARD

    @pytest.fixture
    def provider(self) -> PaymentProvider:
        return Stripe(alias="sandbox", api_key=KEY, webhook_secret="whsec_not_used")

    @pytest.fixture
    def client(self) -> StripeClient:
        return StripeClient(KEY)

    def kept(self, client: StripeClient, method: str) -> str:
        """The token of a new customer's card."""
        customer = client.v1.customers.create({"name": "A test of cmsflows"})
        card = client.v1.payment_methods.attach(method, {"customer": customer.id})
        return f"{customer.id}/{card.id}"

    def test_eight_at_once_are_one_session(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()

        answers = at_once(lambda: provider.start(wish))

        assert {each.status for each in answers} == {PaymentStatus.OPEN}
        assert len({each.reference for each in answers}) == 1

    def test_a_session_is_found_by_its_key(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge())

        found = provider.lookup(replace(started, reference=""))

        assert found == progress

    def test_the_same_sum_in_other_words_is_the_same_payment(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()
        first = provider.start(wish)

        again = provider.start(replace(wish, return_url=f"{wish.return_url}?anew"))

        assert again == first

    def test_another_amount_under_the_same_key_is_refused(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()
        provider.start(wish)

        with pytest.raises(ProviderRefusedError):
            provider.start(replace(wish, amount=AMOUNT + 1))

    def test_what_is_cancelled_stays_so(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()
        started, _ = self.begin(provider, wish)

        answers = [provider.cancel(started), provider.cancel(started), provider.start(wish)]

        assert {each.status for each in answers} == {PaymentStatus.CANCELLED}

    @pytest.mark.parametrize(
        ("amount", "currency"), [("500", "JPY"), ("5.120", "KWD"), ("12.50", "USD")]
    )
    def test_currencies_are_taken(
        self, provider: PaymentProvider, charge: MakeCharge, amount: str, currency: str
    ) -> None:
        wish = charge(amount=Decimal(amount), currency=currency)

        assert provider.start(wish).status == PaymentStatus.OPEN

    def test_an_unknown_currency_is_refused(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        with pytest.raises(ProviderRefusedError):
            provider.start(charge(currency="ZZZ"))

    def test_what_never_arrived_is_missing(self, provider: PaymentProvider) -> None:
        assert provider.lookup(self.never_heard_of()).status == PaymentStatus.MISSING

    def test_a_kept_method_pays_once_and_is_refunded_once(
        self, provider: PaymentProvider, client: StripeClient, charge: MakeCharge
    ) -> None:
        wish = charge(token=self.kept(client, "pm_card_visa"))

        answers = at_once(lambda: provider.start(wish))
        started = self.started(wish, answers[0].reference)
        found = provider.lookup(replace(started, reference=""))
        refunds = [provider.refund(started), provider.refund(started)]

        assert {each.status for each in answers} == {PaymentStatus.PAID}
        assert {each.reference for each in answers} == {found.reference}
        assert (found.brand, found.last4) == ("Visa", "4242")
        assert {each.status for each in refunds} == {PaymentStatus.REFUNDED}
        assert provider.start(wish).status == PaymentStatus.REFUNDED

    def test_a_card_that_is_declined_has_not_paid(
        self, provider: PaymentProvider, client: StripeClient, charge: MakeCharge
    ) -> None:
        wish = charge(token=self.kept(client, "pm_card_chargeCustomerFail"))

        started, declined = self.begin(provider, wish)

        assert (declined.status, declined.reason) == (PaymentStatus.DECLINED, "declined")
        assert provider.lookup(started) == declined

    def test_the_bank_wants_to_see_the_visitor(
        self, provider: PaymentProvider, client: StripeClient, charge: MakeCharge
    ) -> None:
        wish = charge(token=self.kept(client, "pm_card_authenticationRequired"))

        started, progress = self.begin(provider, wish)

        assert progress.status == PaymentStatus.OPEN
        assert progress.url.startswith("https://")
        assert provider.cancel(started).status == PaymentStatus.CANCELLED
