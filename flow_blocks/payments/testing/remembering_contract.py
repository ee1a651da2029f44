"""What an adapter must do that keeps a method of payment, for the visitor's next time."""

from contextlib import suppress

import pytest

from flow_blocks.models.payment import PaymentStatus
from flow_blocks.payments.errors import ProviderRefusedError, ProviderUnreachableError
from flow_blocks.payments.provider import PaymentProvider
from flow_blocks.payments.testing.scene import AMOUNT, MakeCharge, Scene


class RememberingContract(Scene):
    """Inherit it beside `ProviderContract` or `HostedContract`."""

    def test_it_remembers_the_kind(self, provider: PaymentProvider) -> None:
        assert self.kind in provider.remembers

    def test_a_method_is_kept_for_who_asks(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        _, progress = self.pay(provider, charge(remember=True))

        assert progress.token is not None
        assert progress.token.token
        assert len(progress.token.last4) <= 4, "no more of a number is ours to know"

    def test_a_method_is_kept_for_nobody_else(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        _, progress = self.pay(provider, charge(remember=False))

        assert progress.token is None

    def test_a_kept_method_pays_at_once(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge(token=self._kept(provider), account=None)

        started, _ = self.pay(provider, wish)

        assert self.taken(started) == AMOUNT

    def test_a_kept_method_pays_once_under_one_key(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge(token=self._kept(provider), account=None)
        started, _ = self.pay(provider, wish)

        assert provider.start(wish).status == PaymentStatus.PAID
        assert self.taken(started) == AMOUNT

    def test_a_kept_method_whose_answer_was_lost_has_paid_once(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge(token=self._kept(provider), account=None)
        with self.loses_answers(), pytest.raises(ProviderUnreachableError):
            provider.start(wish)

        started, _ = self.pay(provider, wish)

        assert self.taken(started) == AMOUNT

    def test_a_method_that_was_forgotten_pays_no_more(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """Forgetting it twice is no mistake."""
        token = self._kept(provider)
        provider.forget(token)
        provider.forget(token)
        wish = charge(token=token, account=None)

        with suppress(ProviderRefusedError):
            provider.start(wish)

        assert self.taken(self.started(wish)) == 0

    def _kept(self, provider: PaymentProvider) -> str:
        """The token of a method that was paid with before."""
        _, progress = self.pay(provider, self.make_charge(remember=True))
        assert progress.token is not None
        return progress.token.token
