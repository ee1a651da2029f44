"""Paying by a method that Stripe keeps: at once, once, and not without the bank."""

from typing import Any, get_args

import pytest

from flow_blocks.models.payment import PaymentStatus
from flow_blocks.payments.errors import (
    ProviderRefusedError,
    ProviderUnreachableError,
)
from flow_blocks.payments.provider import PaymentProvider, Token
from flow_blocks.payments.testing.scene import AMOUNT, MakeCharge
from tests.flow_blocks.at_once import at_once
from tests.flow_blocks.payments.loopback import Fault
from tests.flow_blocks.payments.stripe_scene import StripeScene, adapter

UNANSWERED = [fault for fault in get_args(Fault) if fault != "unreachable"]


class TestKeptMethod(StripeScene):
    """What is special to a method that Stripe keeps."""

    def kept(self, card: str) -> str:
        method = self.server.keep_method("card", card=card, customer="cus_1")
        return f"cus_1/{method['id']}"

    def test_eight_at_once_pay_once(self, provider: PaymentProvider, charge: MakeCharge) -> None:
        self.server.seconds_to_do_it = 0.1
        wish = charge(token=self.kept("good"))

        answers = at_once(lambda: provider.start(wish))

        assert {each.status for each in answers} == {PaymentStatus.PAID}
        assert len({each.reference for each in answers}) == 1
        assert self.server.taken(wish.key) == AMOUNT

    @pytest.mark.parametrize("fault", UNANSWERED)
    def test_an_answer_that_nobody_heard_is_looked_up(
        self, settings: Any, charge: MakeCharge, fault: Fault
    ) -> None:
        settings.FLOWS_PAYMENT_TIMEOUT = 0.2
        provider = adapter(self.server)
        wish = charge(token=self.kept("good"))
        with self.server.has_fault(fault), pytest.raises(ProviderUnreachableError):
            provider.start(wish)

        found = provider.lookup(self.started(wish))

        assert found.status == provider.start(wish).status == PaymentStatus.PAID
        assert self.server.taken(wish.key) == AMOUNT

    @pytest.mark.parametrize(
        ("card", "reason"),
        [("no funds", "funds"), ("expired", "expired"), ("stolen", "declined")],
    )
    def test_a_decline_has_a_reason_that_visitors_may_know(
        self, provider: PaymentProvider, charge: MakeCharge, card: str, reason: str
    ) -> None:
        """Who uses a stolen card is not told that it is known."""
        wish = charge(token=self.kept(card))

        started, declined = self.begin(provider, wish)

        assert (declined.status, declined.reason) == (PaymentStatus.DECLINED, reason)
        assert provider.start(wish) == provider.lookup(started) == declined
        assert self.taken(started) == 0

    def test_the_bank_may_want_to_see_the_visitor(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge(token=self.kept("3-D Secure")))
        assert progress.status == PaymentStatus.OPEN

        self.visitor_approves(progress.url)

        assert provider.resume(started).status == PaymentStatus.PAID
        assert self.taken(started) == AMOUNT

    def test_whom_the_bank_does_not_know_has_paid_nothing(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge(token=self.kept("3-D Secure")))

        self.server.visitor_fails_3ds(progress.url)

        after = provider.resume(started)
        assert (after.status, after.reason) == (PaymentStatus.DECLINED, "authentication")

    def test_what_waits_for_the_bank_can_be_cancelled(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge(token=self.kept("3-D Secure")))

        answer = provider.cancel(started)
        self.visitor_approves(progress.url)

        assert answer.status == PaymentStatus.CANCELLED
        assert self.taken(started) == 0

    def test_a_method_that_is_gone_is_declined(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        answer = provider.start(charge(token="cus_1/pm_gone"))

        assert (answer.status, answer.reason) == (PaymentStatus.DECLINED, "account")

    @pytest.mark.parametrize("token", ["x", "/", "cus_1/", "/pm_1"])
    def test_a_token_that_is_not_of_stripe_is_refused(
        self, provider: PaymentProvider, charge: MakeCharge, token: str
    ) -> None:
        with pytest.raises(ProviderRefusedError) as refusal:
            provider.start(charge(token=token))

        assert str(refusal.value) == "The saved method is not one of Stripe's."
        assert self.server.calls == []

    def test_what_may_be_shown_of_it_is_told(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        _, progress = self.pay(provider, charge(remember=True))

        [intent] = self.server.intents.values()
        assert (progress.brand, progress.last4) == ("Visa", "4242")
        assert progress.token == Token(
            token=f"{intent['customer']}/{intent['payment_method']}",
            brand="Visa",
            last4="4242",
            expires="2029-04",
        )
