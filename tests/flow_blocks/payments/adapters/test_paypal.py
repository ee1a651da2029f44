"""The adapter to PayPal, against the server that stands in for it."""

from decimal import Decimal
from typing import Any, get_args

import pytest

from flow_blocks.models.payment import PaymentKind, PaymentStatus
from flow_blocks.payments.adapters.paypal import Paypal
from flow_blocks.payments.errors import (
    PaymentSettingsError,
    ProviderRefusedError,
    ProviderUnreachableError,
)
from flow_blocks.payments.provider import PaymentProvider
from flow_blocks.payments.testing import HostedContract
from flow_blocks.payments.testing.scene import AMOUNT, MakeCharge
from tests.flow_blocks.at_once import at_once
from tests.flow_blocks.payments.loopback import Fault
from tests.flow_blocks.payments.paypal_scene import PaypalScene, adapter
from tests.flow_blocks.payments.paypal_server import SECRET, TOKEN

UNANSWERED = [fault for fault in get_args(Fault) if fault != "unreachable"]


class TestPaypal(PaypalScene, HostedContract):
    def test_a_start_whose_answer_was_lost_can_be_looked_up(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """PayPal finds no order by our key. Nobody has seen its page, so it is as good as none; and
        begun again, it is the same one."""
        wish = charge()
        with self.loses_answers(), pytest.raises(ProviderUnreachableError):
            provider.start(wish)

        found = provider.lookup(self.started(wish))

        assert found.status == PaymentStatus.MISSING
        assert [provider.start(wish).reference] == list(self.server.orders)


class TestOrder(PaypalScene):
    """What is special to orders."""

    def test_eight_at_once_are_one_order(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """PayPal fails the second of two; it asks again."""
        self.server.seconds_to_do_it = 0.1
        wish = charge()

        answers = at_once(lambda: provider.start(wish))

        assert {each.reference for each in answers} == set(self.server.orders)
        assert len(self.server.orders) == 1

    def test_eight_at_once_capture_once(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        self.server.seconds_to_do_it = 0.1
        started, progress = self.begin(provider, charge())
        self.visitor_approves(progress.url)

        answers = at_once(lambda: provider.resume(started))

        assert {each.status for each in answers} == {PaymentStatus.PAID}
        assert self.taken(started) == AMOUNT

    @pytest.mark.parametrize("fault", UNANSWERED)
    def test_a_start_that_nobody_heard_of_is_paid_once(
        self, settings: Any, charge: MakeCharge, fault: Fault
    ) -> None:
        settings.FLOWS_PAYMENT_TIMEOUT = 0.2
        provider = adapter(self.server)
        wish = charge()
        with self.server.has_fault(fault), pytest.raises(ProviderUnreachableError):
            provider.start(wish)

        started, _ = self.pay(provider, wish)

        assert self.taken(started) == AMOUNT
        assert len(self.server.orders) == 1

    @pytest.mark.parametrize("fault", UNANSWERED)
    def test_a_capture_that_nobody_heard_of_is_looked_up(
        self,
        settings: Any,
        charge: MakeCharge,
        fault: Fault,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        settings.FLOWS_PAYMENT_TIMEOUT = 0.2
        provider = adapter(self.server)
        started, progress = self.begin(provider, charge())
        self.visitor_approves(progress.url)
        reading = frozenset({TOKEN, f"/v2/checkout/orders/{started.reference}"})
        monkeypatch.setattr(self.server, "always_answered", reading)
        with self.server.has_fault(fault), pytest.raises(ProviderUnreachableError):
            provider.resume(started)

        assert provider.lookup(started).status == PaymentStatus.PAID
        assert provider.resume(started).status == PaymentStatus.PAID
        assert self.taken(started) == AMOUNT

    def test_one_odd_answer_is_no_outcome(
        self, provider: PaymentProvider, charge: MakeCharge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An empty one names no order; to ask for it would find none, which would look final."""
        wish = charge()
        orders = "/v2/checkout/orders/None"
        monkeypatch.setattr(self.server, "always_answered", frozenset({TOKEN, orders}))

        with self.server.has_fault("empty"), pytest.raises(ProviderUnreachableError):
            provider.start(wish)

    def test_what_was_captured_meanwhile_is_paid(
        self, charge: MakeCharge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Between our look and our call, another process was faster; PayPal has forgotten names."""
        provider = adapter(self.server)
        started, progress = self.begin(provider, charge())
        self.visitor_approves(progress.url)
        post = provider._api.post

        def post_too_late(*args: Any, **kwargs: Any) -> Any:
            post(*args, request_id="another name")
            return post(*args, **kwargs)

        monkeypatch.setattr(provider._api, "post", post_too_late)

        assert provider.resume(started).status == PaymentStatus.PAID
        assert self.taken(started) == AMOUNT

    def test_what_was_captured_while_we_cancel_is_paid(
        self, charge: MakeCharge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        provider, other = adapter(self.server), adapter(self.server)
        started, progress = self.begin(provider, charge())
        self.visitor_approves(progress.url)
        patch = provider._api.patch

        def patch_too_late(*args: Any) -> None:
            other.resume(started)
            patch(*args)

        monkeypatch.setattr(provider._api, "patch", patch_too_late)

        assert provider.cancel(started).status == PaymentStatus.PAID

    def test_two_orders_under_one_key_are_not_both_paid(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """After six hours PayPal forgets the names of calls, but not the numbers of invoices."""
        wish = charge()
        first, _ = self.pay(provider, wish)
        self.server.by_name.clear()
        second, progress = self.begin(provider, wish)
        self.visitor_approves(progress.url)

        with pytest.raises(ProviderRefusedError):
            provider.resume(second)

        assert first.reference != second.reference
        assert self.taken(first) == AMOUNT

    def test_an_order_that_cannot_be_marked_counts_as_cancelled(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """The steps never resume what was cancelled, and nobody else captures it."""
        self.server.patches_waiting = False
        started, _ = self.begin(provider, charge())

        assert provider.cancel(started).status == PaymentStatus.CANCELLED
        assert self.taken(started) == 0

    @pytest.mark.parametrize(
        ("issue", "reason"),
        [
            ("INSTRUMENT_DECLINED", "declined"),
            ("PAYER_ACCOUNT_RESTRICTED", "account"),
            ("CARD_EXPIRED", "expired"),
        ],
    )
    def test_a_decline_has_a_reason_and_stays(
        self, provider: PaymentProvider, charge: MakeCharge, issue: str, reason: str
    ) -> None:
        """PayPal leaves the order approved; a later call must not find money after all."""
        started, progress = self.begin(provider, charge())
        self.server.payer_approves(progress.url, issue=issue)

        declined = provider.resume(started)
        self.server.wallets.clear()

        assert (declined.status, declined.reason) == (PaymentStatus.DECLINED, reason)
        assert provider.resume(started).status == PaymentStatus.DECLINED
        assert self.taken(started) == 0

    def test_what_the_banks_carry_out_later_is_pending(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        self.server.captures_become = "PENDING"
        started, progress = self.begin(provider, charge())
        self.visitor_approves(progress.url)

        waiting = [provider.resume(started), provider.refund(started)]
        self.server.banks_finish(started.key)

        assert [each.status for each in waiting] == [PaymentStatus.PENDING] * 2
        assert self.given_back(started) == 0
        assert provider.lookup(started).status == PaymentStatus.PAID

    def test_what_the_banks_refuse_later_is_declined(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        self.server.captures_become = "PENDING"
        started, progress = self.begin(provider, charge())
        self.visitor_approves(progress.url)
        provider.resume(started)

        self.server.banks_finish(started.key, status="DECLINED")

        assert provider.lookup(started).status == PaymentStatus.DECLINED

    def test_an_order_that_paypal_forgot_is_missing(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, _ = self.begin(provider, charge())

        self.server.forgets(started.reference)

        assert provider.lookup(started).status == PaymentStatus.MISSING

    def test_an_order_that_paypal_forgot_is_not_begun_again(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """It may remember the name of a call for longer than what came of it."""
        wish = charge()
        started, _ = self.begin(provider, wish)

        self.server.forgets(started.reference)

        assert provider.start(wish).status == PaymentStatus.CANCELLED

    @pytest.mark.parametrize("reference", ["../../v1/oauth2", "a/b", "x?y", "#", "%2e%2e"])
    def test_a_reference_is_one_part_of_a_path(
        self, provider: PaymentProvider, charge: MakeCharge, reference: str
    ) -> None:
        started = self.started(charge(), reference)

        assert provider.lookup(started).status == PaymentStatus.MISSING
        assert self.server.calls[-1].path.count("/") == 4

    @pytest.mark.parametrize(
        ("amount", "currency", "value"),
        [("12.5", "EUR", "12.50"), ("1E+3", "USD", "1000.00"), ("500.00", "JPY", "500")],
    )
    def test_the_amount_is_written_exactly(
        self,
        provider: PaymentProvider,
        charge: MakeCharge,
        amount: str,
        currency: str,
        value: str,
    ) -> None:
        provider.start(charge(amount=Decimal(amount), currency=currency))

        [order] = self.server.orders.values()
        assert order["purchase_units"][0]["amount"] == {"currency_code": currency, "value": value}

    @pytest.mark.parametrize(
        ("amount", "currency"), [("12.345", "EUR"), ("0.5", "JPY"), ("0.001", "EUR")]
    )
    def test_what_is_too_precise_is_refused(
        self, provider: PaymentProvider, charge: MakeCharge, amount: str, currency: str
    ) -> None:
        with pytest.raises(ProviderRefusedError) as refusal:
            provider.start(charge(amount=Decimal(amount), currency=currency))

        assert str(refusal.value) == f"{amount} {currency} has more decimals than can be paid."

    def test_a_huge_amount_is_refused(self, provider: PaymentProvider, charge: MakeCharge) -> None:
        with pytest.raises(ProviderRefusedError):
            provider.start(charge(amount=Decimal("9" * 40)))

    def test_the_payer_is_known_by_their_address(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        _, progress = self.pay(provider, charge())

        assert progress.brand == "payer@example.com"

    def test_a_page_that_paypal_does_not_tell_again_stops_no_lookup(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """Whoever keeps the payment has kept its page, too."""
        started, _ = self.begin(provider, charge())
        self.server.orders[started.reference]["links"] = []

        found = provider.lookup(started)

        assert (found.status, found.url) == (PaymentStatus.OPEN, "")

    def test_no_method_is_kept(self, provider: PaymentProvider, charge: MakeCharge) -> None:
        with pytest.raises(ProviderRefusedError) as refusal:
            provider.start(charge(token="8kk8451t"))

        assert provider.remembers == frozenset()
        assert str(refusal.value) == "'paypal' remembers no methods."

    def test_another_kind_is_refused(self, provider: PaymentProvider, charge: MakeCharge) -> None:
        with pytest.raises(ProviderRefusedError) as refusal:
            provider.start(charge(kind=PaymentKind.CARD))

        assert str(refusal.value) == "'paypal' takes no card payments."


class TestAccess(PaypalScene):
    def test_one_token_serves_many_calls(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wishes = iter([charge() for _ in range(8)])

        at_once(lambda: provider.start(next(wishes)))

        assert len(self.server.tokens) == 1

    def test_a_token_that_ended_early_is_replaced(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        provider.start(charge())
        self.server.tokens.clear()

        provider.start(charge())

        assert len(self.server.orders) == 2

    def test_wrong_credentials_are_told_without_telling_them(
        self, charge: MakeCharge, caplog: pytest.LogCaptureFixture
    ) -> None:
        provider = adapter(self.server, client_id="wrong")

        with pytest.raises(ProviderRefusedError) as refusal:
            provider.start(charge())

        assert str(refusal.value) == "PayPal refuses: 401."
        assert SECRET not in caplog.text

    @pytest.mark.parametrize("fault", ["unreachable", *UNANSWERED])
    def test_without_a_token_nobody_knows(
        self, settings: Any, charge: MakeCharge, fault: Fault, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.FLOWS_PAYMENT_TIMEOUT = 0.2
        monkeypatch.setattr(self.server, "always_answered", frozenset())
        provider = adapter(self.server)

        with self.server.has_fault(fault), pytest.raises(ProviderUnreachableError):
            provider.start(charge())

        assert self.server.orders == {}


class TestOptions:
    @pytest.mark.parametrize(
        ("options", "missing"),
        [
            ({}, "client_id, secret, webhook_id"),
            ({"client_id": "x", "secret": "y"}, "webhook_id"),
        ],
    )
    def test_what_is_missing_is_named(self, options: dict[str, str], missing: str) -> None:
        with pytest.raises(PaymentSettingsError) as refusal:
            Paypal(alias="shop", **options)

        assert str(refusal.value) == (
            f"FLOWS_PAYMENT_PROVIDERS['shop']['OPTIONS'] lacks: {missing}. "
            "PayPal's developer dashboard has them."
        )
