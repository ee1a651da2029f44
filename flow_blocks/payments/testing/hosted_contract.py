"""What an adapter must do where visitors pay on a page of the provider's, if they come back."""

from decimal import Decimal
from urllib.parse import urlsplit

import pytest

from flow_blocks.models.payment import PaymentStatus
from flow_blocks.payments.errors import ProviderUnreachableError
from flow_blocks.payments.provider import PaymentProvider
from flow_blocks.payments.testing.provider_contract import ProviderContract
from flow_blocks.payments.testing.scene import AMOUNT, MakeCharge

NOTHING = Decimal(0)

NOT_PAID = {PaymentStatus.OPEN, PaymentStatus.DECLINED, PaymentStatus.CANCELLED}
"""Some providers let a visitor try again on their page, some end it."""


class HostedContract(ProviderContract):
    """`ProviderContract`, for a kind of payment with a page of the provider's."""

    def test_the_visitor_is_sent_to_the_provider(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge())

        assert progress.status == PaymentStatus.OPEN
        assert urlsplit(progress.url).scheme in {"http", "https"}
        assert self.taken(started) == NOTHING

    def test_while_it_is_open_the_page_can_be_found_again(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge())

        assert provider.lookup(started).url == progress.url

    def test_coming_back_too_early_takes_nothing(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, _ = self.begin(provider, charge())

        assert provider.resume(started).status == PaymentStatus.OPEN
        assert self.taken(started) == NOTHING

    def test_a_decline_takes_nothing(self, provider: PaymentProvider, charge: MakeCharge) -> None:
        started, progress = self.begin(provider, charge())

        self.visitor_declines(progress.url)

        assert provider.resume(started).status in NOT_PAID
        assert self.taken(started) == NOTHING

    def test_who_leaves_has_paid_nothing(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge())

        self.visitor_leaves(progress.url)

        assert provider.resume(started).status in NOT_PAID
        assert self.taken(started) == NOTHING

    def test_what_is_cancelled_cannot_be_paid(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """The visitor still has the provider's page in another tab."""
        started, progress = self.begin(provider, charge())

        answers = [provider.cancel(started), provider.cancel(started)]
        self.visitor_approves(progress.url)

        assert [each.status for each in answers] == [PaymentStatus.CANCELLED] * 2
        assert provider.resume(started).status == PaymentStatus.CANCELLED
        assert self.taken(started) == NOTHING

    def test_a_start_after_it_was_cancelled_takes_nothing(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()
        started, _ = self.begin(provider, wish)
        provider.cancel(started)

        assert provider.start(wish).status == PaymentStatus.CANCELLED
        assert self.taken(started) == NOTHING

    def test_a_refund_of_what_was_not_paid_cancels_it(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge())

        answer = provider.refund(started)
        self.visitor_approves(progress.url)

        assert answer.status == PaymentStatus.CANCELLED
        assert provider.resume(started).status == PaymentStatus.CANCELLED
        assert self.taken(started) == self.given_back(started) == NOTHING

    def test_a_resume_whose_answer_was_lost_takes_it_once(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge())
        self.visitor_approves(progress.url)
        with self.loses_answers(), pytest.raises(ProviderUnreachableError):
            provider.resume(started)

        if provider.resume(started).status == PaymentStatus.PENDING:
            self.money_arrives(started)

        assert provider.lookup(started).status == PaymentStatus.PAID
        assert self.taken(started) == AMOUNT
