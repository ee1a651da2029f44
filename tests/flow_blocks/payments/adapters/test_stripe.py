"""The adapter to Stripe, against the server that stands in for it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest

from flow_blocks.models.payment import PaymentKind, PaymentStatus
from flow_blocks.payments.adapters.stripe import Stripe
from flow_blocks.payments.errors import (
    PaymentSettingsError,
    ProviderRefusedError,
    ProviderUnreachableError,
)
from flow_blocks.payments.provider import PaymentProvider
from flow_blocks.payments.testing import HostedContract, RememberingContract
from flow_blocks.payments.testing.scene import AMOUNT, MakeCharge
from tests.flow_blocks.at_once import at_once
from tests.flow_blocks.payments.loopback import Fault
from tests.flow_blocks.payments.stripe_scene import StripeScene, adapter
from tests.flow_blocks.payments.stripe_server import API_KEY

OPTIONS = {"api_key": "sk_test_1", "webhook_secret": "whsec_1"}
PLACE = "FLOWS_PAYMENT_PROVIDERS['shop']['OPTIONS']"

UNANSWERED = [fault for fault in get_args(Fault) if fault != "unreachable"]


class TestCards(StripeScene, HostedContract, RememberingContract):
    kind = PaymentKind.CARD


class TestPayByBank(StripeScene, HostedContract):
    kind = PaymentKind.BANK


class TestDirectDebit(StripeScene, HostedContract, RememberingContract):
    kind = PaymentKind.DIRECT_DEBIT

    def test_a_debit_can_come_back_after_weeks(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge())
        self.visitor_approves(progress.url)
        waiting = provider.resume(started)

        self.server.banks_finish(started.key, is_good=False)

        after = provider.lookup(started)
        assert waiting.status == PaymentStatus.PENDING
        assert (after.status, after.reason) == (PaymentStatus.DECLINED, "account")

    def test_what_is_being_carried_out_is_not_given_back(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge())
        self.visitor_approves(progress.url)

        answer = provider.refund(started)

        assert answer.status == PaymentStatus.PENDING
        assert self.given_back(started) == 0


class TestSession(StripeScene):
    """What is special to the page of Stripe's."""

    def test_eight_at_once_are_one_session(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """Seven are told that the key is in use, and ask again."""
        self.server.seconds_to_do_it = 0.1
        wish = charge()

        answers = at_once(lambda: provider.start(wish))

        assert len({each.reference for each in answers}) == 1
        assert len(self.server.sessions) == 1

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
        assert len(self.server.sessions) == 1

    def test_the_same_sum_in_other_words_is_the_same_payment(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """The way back is signed anew each time; Stripe would call that a misuse of the key."""
        wish = charge()
        first = provider.start(wish)

        again = provider.start(replace(wish, return_url="http://127.0.0.1:8000/back/?anew"))

        assert again == first

    def test_what_may_be_on_its_way_is_not_missing(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """A kept card may be charged yet."""
        started = replace(self.started(charge()), is_by_token=True)
        before = replace(started, started_at=started.started_at - timedelta(minutes=3))

        with pytest.raises(ProviderUnreachableError):
            provider.lookup(started)

        assert provider.lookup(before).status == PaymentStatus.MISSING

    def test_a_page_that_nobody_heard_of_is_missing_at_once(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started = self.started(charge())

        assert provider.lookup(started).status == PaymentStatus.MISSING

    def test_it_is_found_among_many_others(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge())
        [ours] = self.server.sessions.values()
        for number in range(205):
            other = {**ours, "id": f"cs_test_other{number}", "metadata": {}}
            self.server.sessions[other["id"]] = other

        found = provider.lookup(replace(started, reference=""))

        assert found.reference == progress.reference

    def test_what_cannot_be_expired_is_in_doubt(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, _ = self.begin(provider, charge())
        self.server.leaves_open = True

        with pytest.raises(ProviderUnreachableError):
            provider.cancel(started)

    def test_who_pays_while_we_cancel_has_paid(
        self, charge: MakeCharge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        provider = adapter(self.server)
        started, progress = self.begin(provider, charge())
        end = provider._api.end

        def end_too_late(reference: str) -> None:
            self.visitor_approves(progress.url)
            end(reference)

        monkeypatch.setattr(provider._api, "end", end_too_late)

        assert provider.cancel(started).status == PaymentStatus.PAID
        assert self.taken(started) == AMOUNT

    @pytest.mark.parametrize(
        ("amount", "currency", "units"),
        [("12.50", "EUR", 1250), ("500", "JPY", 500), ("5.120", "KWD", 5120)],
    )
    def test_the_amount_is_in_smallest_units(
        self,
        provider: PaymentProvider,
        charge: MakeCharge,
        amount: str,
        currency: str,
        units: int,
    ) -> None:
        provider.start(charge(amount=Decimal(amount), currency=currency))

        [session] = self.server.sessions.values()
        assert (session["amount_total"], session["currency"]) == (units, currency.lower())

    def test_a_huge_amount_is_refused(self, provider: PaymentProvider, charge: MakeCharge) -> None:
        with pytest.raises(ProviderRefusedError):
            provider.start(charge(amount=Decimal("99999999999.99")))

    def test_the_page_says_what_is_paid_and_to_whom(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        provider.start(charge(language="pt-br", description="One\r\nteapot"))

        [session] = self.server.sessions.values()
        asked = session["of_the_stand_in"]
        product = asked["line_items"]["0"]["price_data"]["product_data"]
        assert product == {"name": "One teapot"}
        assert asked["locale"] == "pt-BR"
        assert asked["customer_email"] == "visitor@example.com"
        assert asked["payment_method_types"] == {"0": "card"}

    @pytest.mark.parametrize("email", ["", "visitor", "a@b", "x" * 400 + "@example.com"])
    def test_an_odd_address_stops_no_payment(
        self, provider: PaymentProvider, charge: MakeCharge, email: str
    ) -> None:
        provider.start(charge(email=email))

        [session] = self.server.sessions.values()
        assert "customer_email" not in session["of_the_stand_in"]

    def test_a_kind_that_is_not_set_up_is_refused(self, charge: MakeCharge) -> None:
        provider = adapter(self.server, methods={"card": ["card"]})

        with pytest.raises(ProviderRefusedError) as refusal:
            provider.start(charge(kind=PaymentKind.BANK))

        assert str(refusal.value) == "'stripe' takes no bank payments."
        assert self.server.calls == []

    def test_a_wrong_key_is_told_without_telling_it(
        self, charge: MakeCharge, caplog: pytest.LogCaptureFixture
    ) -> None:
        provider = adapter(self.server, api_key="sk_test_wrong")

        with pytest.raises(ProviderRefusedError) as refusal:
            provider.start(charge())

        assert str(refusal.value) == (
            "Stripe refuses: 401, invalid_request_error, req_of_the_stand_in."
        )
        assert "dashboard" in caplog.text
        assert "sk_test_wrong" not in caplog.text
        assert "visitor@example.com" not in caplog.text

    def test_two_accounts_in_one_process_do_not_mix(self, charge: MakeCharge) -> None:
        """django-payments alone would call with the key that was set last."""
        ours, other = adapter(self.server), adapter(self.server, api_key="sk_test_other")
        with pytest.raises(ProviderRefusedError):
            other.start(charge())

        assert ours.start(charge()).status == PaymentStatus.OPEN


class TestOptions:
    def test_cards_are_taken_where_nothing_else_is_said(self) -> None:
        provider = Stripe(alias="shop", **OPTIONS)

        assert provider.kinds == provider.remembers == {PaymentKind.CARD}

    def test_an_account_takes_what_it_is_set_up_for(self) -> None:
        methods = {"bank": ["ideal", "pay_by_bank"], "direct_debit": ["sepa_debit"]}
        provider = Stripe(alias="shop", methods=methods, **OPTIONS)

        assert provider.kinds == {PaymentKind.BANK, PaymentKind.DIRECT_DEBIT}
        assert provider.remembers == {PaymentKind.DIRECT_DEBIT}

    @pytest.mark.parametrize(
        ("options", "complaint"),
        [
            ({}, "lacks: api_key, webhook_secret. Stripe's dashboard has them."),
            ({"api_key": API_KEY}, "lacks: webhook_secret. Stripe's dashboard has them."),
            ({**OPTIONS, "methods": {}}, "lacks: methods. Stripe's dashboard has them."),
        ],
    )
    def test_what_is_missing_is_named(self, options: dict[str, Any], complaint: str) -> None:
        with pytest.raises(PaymentSettingsError) as refusal:
            Stripe(alias="shop", **options)

        assert str(refusal.value) == f"{PLACE} {complaint}"

    def test_a_site_may_have_kinds_of_its_own(self) -> None:
        provider = Stripe(alias="shop", methods={"later": ["klarna"]}, **OPTIONS)

        assert (provider.kinds, provider.remembers) == ({"later"}, frozenset())

    @pytest.mark.parametrize("names", ["card", "", []])
    def test_a_kind_without_a_list_of_methods_is_refused(self, names: Any) -> None:
        with pytest.raises(PaymentSettingsError) as refusal:
            Stripe(alias="shop", methods={"card": names}, **OPTIONS)

        assert str(refusal.value) == (
            f"{PLACE}['methods'] has a list of Stripe's names for each kind: {{'card': ['card']}}."
        )
