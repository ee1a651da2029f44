"""What a shop may ask of the stand-in; an adapter calls this as it would call another machine.

Nothing here is done twice under one key, whoever asks, and however many at once.
"""

from dataclasses import asdict

from django.db import transaction
from django.db.models import F

from standin.charging import Method, charge
from standin.models import Kind, StandInPayment, StandInToken, Status
from standin.moves import move
from standin.orders import NoAnswerError, Order, RefusedError, check
from standin.outcomes import (
    LOST_CENTS,
    SILENT_CENTS,
    Outcome,
    outcome_of_iban,
    outcome_when_charged_again,
)

NOT_TAKEN = (Status.OPEN, Status.APPROVED)
UNPAID = (*NOT_TAKEN, Status.PENDING)


def begin(order: Order) -> StandInPayment:
    """The payment of this key, which is begun if it is not there: and charged, where a kept method
    or an account is given. Raises `RefusedError`, `NoAnswerError`."""
    check(order)
    with transaction.atomic():
        payment, is_new = StandInPayment.objects.get_or_create(
            key=order.key, defaults=_facts(order)
        )
        if is_new:
            _charge_at_once(payment, order)
    _check_same(payment, order)
    return payment


def find(key: str) -> StandInPayment | None:
    return StandInPayment.objects.filter(key=key).first()


def capture(key: str) -> StandInPayment | None:
    """Take what the payer approved, once. Raises `NoAnswerError`."""
    payment = find(key)
    if payment is not None and payment.status == Status.APPROVED:
        method = Method(Outcome(payment.outcome), brand=payment.brand)
        charge(payment, method, out_of=(Status.APPROVED,))
    return payment


def cancel(order: Order) -> StandInPayment:
    """It can no longer be paid, unless it was, or is being carried out."""
    payment = _begun_or_forbidden(order)
    move(payment, Status.CANCELLED, out_of=NOT_TAKEN)
    return payment


def refund(order: Order) -> StandInPayment:
    """Give it back, or see to it that it is never taken."""
    payment = _begun_or_forbidden(order)
    # In this order: what is paid between the two is given back.
    move(payment, Status.CANCELLED, out_of=UNPAID)
    move(payment, Status.REFUNDED, out_of=(Status.PAID,))
    return payment


def forget(token: str) -> None:
    """Charge this method no more."""
    StandInToken.objects.filter(token=token).delete()


def loses_answer(payment: StandInPayment) -> bool:
    """Shall the caller never hear of this? It uses up one of the answers to lose."""
    waiting = StandInPayment.objects.filter(pk=payment.pk, answers_to_lose__gt=0)
    return bool(waiting.update(answers_to_lose=F("answers_to_lose") - 1))


def _begun_or_forbidden(order: Order) -> StandInPayment:
    """What nobody has begun is cancelled before: its call may still be on its way."""
    facts = {**_facts(order), "status": Status.CANCELLED}
    return StandInPayment.objects.get_or_create(key=order.key, defaults=facts)[0]


def _charge_at_once(payment: StandInPayment, order: Order) -> None:
    """Everything is undone together where this raises."""
    if order.cents == SILENT_CENTS:
        raise NoAnswerError
    method = _given(order)
    if method is not None:
        charge(payment, method)
    if order.cents == LOST_CENTS:
        StandInPayment.objects.filter(pk=payment.pk).update(answers_to_lose=1)


def _given(order: Order) -> Method | None:
    if order.token:
        return _kept(order)
    if order.kind == Kind.DIRECT_DEBIT:
        iban = order.iban.replace(" ", "").upper()
        return Method(outcome_of_iban(iban), brand=f"Bank in {iban[:2]}", last4=iban[-4:])
    return None


def _kept(order: Order) -> Method:
    token = StandInToken.objects.filter(token=order.token, kind=order.kind).first()
    if token is None:
        raise RefusedError("No method is kept under this token.")
    outcome = outcome_when_charged_again(Outcome(token.outcome))
    return Method(outcome, brand=token.brand, last4=token.last4, expires=token.expires)


def _facts(order: Order) -> dict[str, object]:
    facts = {name: value for name, value in asdict(order).items() if name not in _NOT_KEPT}
    # A database has its own ideas of a NUL.
    facts["description"] = order.description.replace("\x00", "")[:255]
    facts["email"] = order.email.replace("\x00", "")[:254]
    return facts


_NOT_KEPT = frozenset({"key", "token", "iban"})


def _check_same(payment: StandInPayment, order: Order) -> None:
    asked = (order.kind, order.amount, order.currency)
    if (payment.kind, payment.amount, payment.currency) != asked:
        raise RefusedError("Another payment was begun under this key.")
