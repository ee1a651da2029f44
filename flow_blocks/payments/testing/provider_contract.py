"""What every adapter must do for every kind of payment: nothing twice, and nothing unasked."""

from decimal import Decimal

import pytest
from django.test import RequestFactory

from flow_blocks.models.payment import PaymentStatus
from flow_blocks.payments.errors import (
    ForgedMessageError,
    ProviderRefusedError,
    ProviderUnreachableError,
)
from flow_blocks.payments.provider import PaymentProvider
from flow_blocks.payments.testing.scene import AMOUNT, MakeCharge, Scene

NOTHING = Decimal(0)

UNPAID = {PaymentStatus.CANCELLED, PaymentStatus.MISSING}

ODD_TEXTS = {
    "nothing": "",
    "html": "<script>alert(1)</script>",
    "sql": "'; DROP TABLE payment; --",
    "template": "{{ 7|add:7 }}{% debug %}",
    "header": "Teapot\r\nX-Free: yes",
    "scripts": "李 عمر \u202eתה",
    "emoji": "🫖" * 50,
    "long": "x" * 255,
}


class ProviderContract(Scene):
    """Inherit it, name the `kind`, and write what `Scene` leaves to the test class."""

    def test_it_takes_the_kind(self, provider: PaymentProvider) -> None:
        assert self.kind in provider.kinds
        assert provider.remembers <= provider.kinds

    def test_what_is_paid_is_taken_once(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.pay(provider, charge())

        assert progress.reference == started.reference != ""
        assert len(progress.last4) <= 4, "no more of a number is ours to know"
        assert self.taken(started) == AMOUNT
        assert self.given_back(started) == NOTHING

    def test_a_repeated_start_is_the_same_payment(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()

        first, again = provider.start(wish), provider.start(wish)

        assert again.status == first.status
        assert again.reference == first.reference

    def test_a_start_after_it_was_paid_takes_nothing_more(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()
        started, _ = self.pay(provider, wish)

        again = provider.start(wish)

        assert again.status == PaymentStatus.PAID
        assert again.reference == started.reference
        assert self.taken(started) == AMOUNT

    def test_another_amount_under_the_same_key_is_refused(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()
        provider.start(wish)

        with pytest.raises(ProviderRefusedError):
            provider.start(charge(key=wish.key, amount=AMOUNT + 1))

    @pytest.mark.parametrize("amount", ["0.00", "-0.01", "-12.50"])
    def test_an_amount_that_is_none_is_refused(
        self, provider: PaymentProvider, charge: MakeCharge, amount: str
    ) -> None:
        wish = charge(amount=Decimal(amount))

        with pytest.raises(ProviderRefusedError):
            provider.start(wish)

    def test_an_unknown_currency_is_refused(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        with pytest.raises(ProviderRefusedError):
            provider.start(charge(currency="ZZZ"))

    @pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
    def test_any_description_is_only_text(
        self, provider: PaymentProvider, charge: MakeCharge, text: str
    ) -> None:
        started, _ = self.pay(provider, charge(description=text))

        assert self.taken(started) == AMOUNT

    def test_resuming_again_takes_nothing_more(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """Two tabs come back, or the webhook and the visitor at once."""
        started, _ = self.pay(provider, charge())

        again = provider.resume(started)

        assert again.status == PaymentStatus.PAID
        assert self.taken(started) == AMOUNT

    def test_looking_up_changes_nothing(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, begun = self.begin(provider, charge())
        before = self.taken(started)

        looked = [provider.lookup(started), provider.lookup(started)]

        assert [each.status for each in looked] == [begun.status] * 2
        assert self.taken(started) == before

    def test_what_never_arrived_is_missing(self, provider: PaymentProvider) -> None:
        assert provider.lookup(self.never_heard_of()).status == PaymentStatus.MISSING

    def test_what_was_paid_is_not_cancelled(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, _ = self.pay(provider, charge())

        answer = provider.cancel(started)

        assert answer.status == PaymentStatus.PAID
        assert provider.lookup(started).status == PaymentStatus.PAID
        assert self.given_back(started) == NOTHING

    def test_what_never_arrived_can_be_cancelled(self, provider: PaymentProvider) -> None:
        assert provider.cancel(self.never_heard_of()).status in UNPAID

    def test_all_of_it_is_given_back_once(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, _ = self.pay(provider, charge())

        answers = [provider.refund(started), provider.refund(started)]

        assert [each.status for each in answers] == [PaymentStatus.REFUNDED] * 2
        assert self.given_back(started) == AMOUNT
        assert provider.lookup(started).status == PaymentStatus.REFUNDED

    def test_a_start_after_a_refund_takes_nothing(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()
        started, _ = self.pay(provider, wish)
        provider.refund(started)

        assert provider.start(wish).status == PaymentStatus.REFUNDED
        assert self.taken(started) == AMOUNT

    def test_what_never_arrived_can_be_refunded(self, provider: PaymentProvider) -> None:
        """Nothing was taken, and nothing is given."""
        started = self.never_heard_of()

        assert provider.refund(started).status in UNPAID
        assert self.given_back(started) == NOTHING

    def test_a_call_that_never_arrived_did_nothing(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()

        with self.is_unreachable(), pytest.raises(ProviderUnreachableError):
            provider.start(wish)

        assert self.taken(self.started(wish)) == NOTHING

    def test_a_start_whose_answer_was_lost_is_begun_again(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()
        with self.loses_answers(), pytest.raises(ProviderUnreachableError):
            provider.start(wish)

        started, _ = self.pay(provider, wish)

        assert self.taken(started) == AMOUNT

    def test_a_start_whose_answer_was_lost_can_be_looked_up(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """By its key: of the reference nobody has heard."""
        wish = charge()
        with self.loses_answers(), pytest.raises(ProviderUnreachableError):
            provider.start(wish)

        found = provider.lookup(self.started(wish))

        assert found.reference == provider.start(wish).reference != ""

    def test_a_refund_whose_answer_was_lost_is_given_once(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, _ = self.pay(provider, charge())
        with self.loses_answers(), pytest.raises(ProviderUnreachableError):
            provider.refund(started)

        assert provider.refund(started).status == PaymentStatus.REFUNDED
        assert self.given_back(started) == AMOUNT

    def test_nobody_knows_how_it_stands_while_nothing_answers(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, _ = self.begin(provider, charge())

        with self.is_unreachable(), pytest.raises(ProviderUnreachableError):
            provider.lookup(started)

    def test_a_webhook_names_its_payment(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, _ = self.pay(provider, charge())

        heard = provider.hear(self.webhook(started))

        assert set(heard) & {started.key, started.reference}

    def test_a_forged_webhook_is_refused(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, _ = self.pay(provider, charge())
        forged = self.forged(self.webhook(started))

        with pytest.raises(ForgedMessageError):
            provider.hear(forged)

    @pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"\xff\x00", b"{" * 100_000])
    def test_a_webhook_that_proves_nothing_is_refused(
        self, provider: PaymentProvider, rf: RequestFactory, body: bytes
    ) -> None:
        request = rf.post("/notify/", body, content_type="application/json")

        with pytest.raises(ForgedMessageError):
            provider.hear(request)
