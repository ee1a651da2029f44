"""Somebody in front of a page of the stand-in's: sends what its forms send."""

from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client

PAYS = "4242424242424242"
DECLINED = "4000000000000002"


def looks_at(url: str) -> HttpResponse:
    return Client().get(path_of(url))


def sends(url: str, **data: str) -> HttpResponse:
    return Client().post(path_of(url), data)


def enters_a_card(url: str, number: str = PAYS, **data: str) -> HttpResponse:
    return sends(url, **{"number": number, "expiry": "09/34", "cvc": "123", **data})


def logs_in(url: str, payer: str = "buyer@example.com") -> HttpResponse:
    return sends(url, payer=payer)


def chooses(url: str, bank: str = "Meadow Bank") -> HttpResponse:
    return sends(url, bank=bank)


def decides(url: str, decision: str) -> HttpResponse:
    return sends(url, decision=decision)


def path_of(url: str) -> str:
    """Where on this site it is: the stand-in lives on the shop's own host."""
    return urlsplit(url).path
