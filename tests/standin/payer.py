"""Somebody in front of a page of the stand-in's: sends what its forms send."""

from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from standin.models import LedgerEntry, StandInPayment

PAYS = "4242424242424242"
DECLINED = "4000000000000002"


def looks_at(page: str | StandInPayment) -> HttpResponse:
    return Client().get(path_of(page))


def sends(page: str | StandInPayment, **data: str) -> HttpResponse:
    return Client().post(path_of(page), data)


def enters_a_card(page: str | StandInPayment, number: str = PAYS, **data: str) -> HttpResponse:
    return sends(page, **{"number": number, "expiry": "09/34", "cvc": "123", **data})


def logs_in(page: str | StandInPayment, payer: str = "buyer@example.com") -> HttpResponse:
    return sends(page, payer=payer)


def chooses(page: str | StandInPayment, bank: str = "Meadow Bank") -> HttpResponse:
    return sends(page, bank=bank)


def decides(page: str | StandInPayment, decision: str) -> HttpResponse:
    return sends(page, decision=decision)


def path_of(page: str | StandInPayment) -> str:
    """Where on this site it is: the stand-in lives on the shop's own host."""
    if isinstance(page, StandInPayment):
        return reverse("standin:payment", args=[page.reference])
    return urlsplit(page).path


def standing(payment: StandInPayment) -> tuple[str, str]:
    """How it stands now, and why."""
    payment.refresh_from_db()
    return payment.status, payment.reason


def books(payment: StandInPayment) -> list[str]:
    """The lines about it, in order."""
    return list(LedgerEntry.objects.filter(payment=payment).values_list("line", flat=True))
