"""Carries out what is pending: by hand, by command, or by itself after a while."""

from standin import conf, courier
from standin.models import StandInPayment, Status
from standin.moves import move
from standin.outcomes import Outcome


def settle(payment: StandInPayment, *, is_paid: bool) -> bool:
    """Carry it out, or not. Did that change anything?"""
    if is_paid:
        return move(payment, Status.PAID, out_of=(Status.PENDING,))
    has_bounced = payment.outcome == Outcome.BOUNCES
    reason = Outcome.FUNDS if has_bounced else Outcome.DECLINED
    return move(payment, Status.FAILED, out_of=(Status.PENDING,), reason=reason)


def settle_as_it_wants(payment: StandInPayment) -> bool:
    """By the test number that was paid with."""
    return settle(payment, is_paid=payment.outcome != Outcome.BOUNCES)


def settle_later(payment: StandInPayment) -> None:
    """By itself, where the stand-in is told to."""
    seconds = conf.settles_after()
    if seconds is not None:
        courier.send_off(seconds, lambda: settle_as_it_wants(payment))
