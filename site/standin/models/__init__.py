"""What the stand-in keeps: payments and methods, its books, its webhooks, and its weather."""

from standin.models.delivery import Delivery
from standin.models.ledger import LedgerEntry
from standin.models.payment import Kind, StandInPayment, Status
from standin.models.token import StandInToken
from standin.models.weather import Weather

__all__ = [
    "Delivery",
    "Kind",
    "LedgerEntry",
    "StandInPayment",
    "StandInToken",
    "Status",
    "Weather",
]
