"""A step that takes a payment: starts it, sends the visitor to the provider, and has them back."""

import logging
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cmsflows import COMPLETE, NOT_DONE, UNKNOWN, Action, Answer, Unsettled, conf
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.task import Task, TaskStatus
from flow_blocks.models.payment import Payment, PaymentStatus
from flow_blocks.models.payment_method import PaymentMethod
from flow_blocks.payments.addresses import notify_url, return_url
from flow_blocks.payments.counting import count
from flow_blocks.payments.decline import DeclineReason, words_for
from flow_blocks.payments.errors import (
    PaymentError,
    PaymentSettingsError,
    ProviderRefusedError,
    ProviderUnreachableError,
    UnpayableError,
)
from flow_blocks.payments.intents import Terms, latest, payment_for
from flow_blocks.payments.provider import Account, Charge
from flow_blocks.payments.providers import can_take, provider_of
from flow_blocks.payments.standing import begin, call_off, give_back_in_time, look_up, take_up
from flow_blocks.payments.sums import check_sum
from flow_blocks.payments.words import printable

logger = logging.getLogger("cmsflows")

FAILED = (PaymentStatus.DECLINED, PaymentStatus.CANCELLED)
NOT_SET_UP = _(
    "Nobody could pay here: this site has no payment provider for it. Ask your developers to set "
    "one up, or take this step out."
)
NOT_AVAILABLE = _("This way to pay does not work at the moment. Nothing was charged.")
PAID = {"payment": _("Nobody finishes without paying.")}


class PayAtProvider(Action):
    """Pays what `amount` says, once. A site's own subclass says what that is, and what follows.

    The visitor enters their card, or whatever it is, at the provider. It does not matter whether
    they come back, in which tab, how often, or whether the provider calls first.
    """

    commits = True
    locks_answers = True
    skip_on_back = True
    requires = ["amount"]
    provides = {"payment": str, "payment_status": str}
    promises = PAID
    exits = {"other": _("Pay in another way")}

    unsettled_template_name = "flow_blocks/payment_unsettled.html"

    takes: ClassVar[str] = ""
    """The kind that is always paid by here; empty where that depends on the visitor."""

    @classmethod
    def flaws_of_options(
        cls, node: ActionNode, definition: FlowDefinition
    ) -> Iterator[tuple[str, str]]:
        """A site that cannot take such payments; nothing that its editors have set."""
        if not can_take(cls.takes):
            yield "", str(NOT_SET_UP)

    @abstractmethod
    def kind(self) -> str:
        """How this visitor pays: a `PaymentKind`, or a kind of the site's own."""

    def amount(self) -> Decimal:
        """What is to be paid, in the currency's own unit."""
        return Decimal(self.state["amount"])

    def currency(self) -> str:
        """By ISO 4217."""
        return str(self.state.get("currency") or conf.get("FLOWS_PAYMENT_CURRENCY"))

    def description(self) -> str:
        """What the visitor reads at the provider and on their statement."""
        return str(self.state.get("title") or self.node.title)

    def order_lines(self) -> list[tuple[str | Promise, str]]:
        """What the visitor pays for, to read before they do: pairs of words and a text."""
        return []

    def on_paid(self, payment: Payment) -> None:
        """Make what was paid for: an order, say. Make it repeatable, by `payment.intent`.

        It runs in the transaction that marks the payment as taken up. It is not called for what
        was given back; `payment_changed` tells of what is given back after it.
        """

    def accepts_pending(self) -> bool:
        """May the visitor go on while the bank is still at it? `payment_changed` tells how that
        ends; what fails then is not undone by us."""
        return bool(self.options.get("accepts_pending"))

    # The way there ------------------------------------------------------------------------------

    def form_valid(self, form: forms.BaseForm) -> Answer:
        try:
            payment = self._payment()
            if not payment.is_taken:
                payment = begin(payment, self._charge(payment))
            if payment.status == PaymentStatus.APPROVED:
                payment = take_up(payment)
        except ProviderUnreachableError as error:
            logger.warning(
                "Nobody knows what became of payment %s. %s", self.idempotency_key, error
            )
            return UNKNOWN
        except (ProviderRefusedError, PaymentSettingsError, UnpayableError):
            logger.exception("Payment %s cannot be made.", self.idempotency_key)
            return self._refuse(form, NOT_AVAILABLE)
        if payment.status in FAILED:
            return self._refuse(form, words_for(payment.reason))
        if payment.status == PaymentStatus.OPEN and payment.url:
            return self.send_outside(payment.url)
        answer = self._answer(payment)
        return self.fail() if answer is NOT_DONE else answer

    def saved_method(self) -> PaymentMethod | None:
        """The saved method that is charged; None where the visitor enters one at the provider."""
        return None

    def account(self) -> Account | None:
        """The bank account, for a direct debit."""
        return None

    def is_to_be_remembered(self) -> bool:
        """Does the visitor want to pay the same way next time? Only who has an account may."""
        is_wanted = bool(self.state.get("remember")) and not self.saved_method()
        return is_wanted and self.request.user.is_authenticated

    def _payment(self) -> Payment:
        saved = self.saved_method()
        amount, currency = self.amount(), self.currency()
        check_sum(amount, currency)
        terms = Terms(
            provider=saved.provider if saved else provider_of(self.kind()).alias,
            kind=self.kind(),
            amount=amount,
            currency=currency,
            saved_method=saved.pk if saved else None,
        )
        user = self.request.user
        return payment_for(
            self.idempotency_key,
            terms,
            description=printable(self.description())[:255],
            is_remembered=self.is_to_be_remembered(),
            flow=self.flow_id,
            task_id=self.task_id,
            way_back=self.walk.way_back(),
            host=self.request.get_host(),
            is_secure=self.request.is_secure(),
            language=get_language() or "",
            owner=user if user.is_authenticated else None,
        )

    def _charge(self, payment: Payment) -> Charge:
        saved = self.saved_method()
        return Charge(
            key=payment.key,
            amount=payment.amount,
            currency=payment.currency,
            description=payment.description,
            kind=payment.kind,
            return_url=return_url(self.request, payment),
            notify_url=notify_url(self.request, payment),
            email=printable(str(self.state.get("email") or "")),
            language=get_language() or "",
            token=saved.token if saved else "",
            account=self.account(),
            remember=payment.is_remembered,
        )

    def _refuse(self, form: forms.BaseForm, words: str | Promise) -> Answer:
        form.add_error(None, str(words))
        return self.form_invalid(form)

    # The way back -------------------------------------------------------------------------------

    def settle(self) -> Answer | Unsettled:
        """Whether it was paid, as the provider says. What a running visitor has approved is taken;
        who has cancelled has approved nothing."""
        payment = latest(self.idempotency_key)
        if payment is None:
            return NOT_DONE
        return self._asked(payment, gives_up=False)

    def give_up(self) -> Answer | Unsettled:
        payment = latest(self.idempotency_key)
        return self._asked(payment, gives_up=True) if payment else NOT_DONE

    def undo(self) -> None:
        payment = latest(self.idempotency_key)
        if payment is not None:
            give_back_in_time(payment)

    def outside_url(self) -> str:
        payment = latest(self.idempotency_key)
        return payment.url if payment and payment.status == PaymentStatus.OPEN else ""

    def _asked(self, payment: Payment, *, gives_up: bool) -> Answer | Unsettled:
        task = self.walk.task
        is_running = task is not None and task.status is TaskStatus.RUNNING
        try:
            if gives_up or not is_running:
                payment = call_off(payment)
            elif not payment.is_over:
                payment = look_up(payment)
            if is_running and payment.status == PaymentStatus.APPROVED:
                payment = take_up(payment)
        except PaymentError as error:
            logger.warning("Payment %s cannot be settled now. %s", payment.key, error)
            return UNKNOWN
        if not is_running:
            return _what_cancelling_leaves(payment)
        if payment.status == PaymentStatus.OPEN and not _is_outside(task):
            # The visitor was never sent there. Starting it again, under its key, answers the same.
            return NOT_DONE
        return self._answer(payment)

    def _answer(self, payment: Payment) -> Answer | Unsettled:
        """What the payment means for the run."""
        if payment.status == PaymentStatus.PAID or (
            payment.status == PaymentStatus.PENDING and self.accepts_pending()
        ):
            return self._paid(payment)
        if payment.status in (*FAILED, PaymentStatus.REFUNDED, PaymentStatus.MISSING):
            return NOT_DONE
        return UNKNOWN

    def _paid(self, payment: Payment) -> Answer | Unsettled:
        counted = count(payment, self.on_paid)
        if counted is None or counted.pk != payment.pk:
            give_back_in_time(payment)
        if counted is None:
            return NOT_DONE
        self.state["payment"] = counted.intent
        self.state["payment_status"] = counted.status
        return COMPLETE

    # What the page shows ------------------------------------------------------------------------

    def get_template_names(self) -> list[str]:
        """A site's own kind of payment needs no template."""
        own, *rest = super().get_template_names()
        return [own, "flow_blocks/take_payment.html", *rest] if rest else [own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`Any`: template variables are of all kinds."""
        shown: Mapping[str, Any] = {
            "order_lines": self.order_lines(),
            "amount": self.state.get("amount"),
            "currency": self.currency(),
            "decline": self._decline(),
        }
        return super().get_context_data(**shown, **kwargs)

    def _decline(self) -> str | Promise:
        """Why the last try came to nothing, for who is back from the provider; else empty."""
        if self.request.method == "POST" or not self.task_id:
            return ""
        last = Payment.objects.filter(task_id=self.task_id).order_by("-pk").first()
        if last is None or last.status not in FAILED:
            return ""
        is_refused = last.status == PaymentStatus.DECLINED
        return words_for(last.reason if is_refused else DeclineReason.CANCELLED)


def _is_outside(task: Task | None) -> bool:
    return task is not None and task.claim is not None and task.claim.is_outside


def _what_cancelling_leaves(payment: Payment) -> Answer | Unsettled:
    """For a run that is over: what was taken is there to be undone; the rest never happened."""
    if payment.is_taken:
        return COMPLETE
    return NOT_DONE if payment.is_over else UNKNOWN
