"""What a visitor reads when a payment was declined."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DeclineReason(models.TextChoices):
    """The reasons that visitors may know; providers have many more, and keep some to themselves."""

    DECLINED = (
        "declined",
        _("Your payment was declined, and nothing was charged. Try again, or pay in another way."),
    )
    FUNDS = (
        "funds",
        _("There is not enough money on the account. Nothing was charged. Pay in another way."),
    )
    EXPIRED = "expired", _("The card has expired. Nothing was charged. Use another card.")
    AUTHENTICATION = (
        "authentication",
        _("Your bank could not confirm that it is you. Nothing was charged. Please try again."),
    )
    CANCELLED = "cancelled", _("You have not paid yet, and nothing was charged.")
    ACCOUNT = "account", _("The bank refuses this account. Nothing was charged. Use another one.")


def words_for(reason: str) -> str | Promise:
    """A sentence for the visitor; what is unknown reads as a plain decline."""
    known = reason in DeclineReason.values
    return DeclineReason(reason).label if known else DeclineReason.DECLINED.label
