"""A card that a provider keeps: its brand, its last digits and its date, never its number."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flow_blocks.models.payment import PaymentKind
from flow_blocks.models.payment_method import PaymentMethod

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class SavedCard(PaymentMethod):
    """It is good until the last day of the month that is printed on it."""

    kind = PaymentKind.CARD.value
    kind_label: ClassVar[str | Promise] = PaymentKind.CARD.label

    brand = models.CharField(gettext_lazy("brand"), max_length=80, blank=True)
    last4 = models.CharField(gettext_lazy("last digits"), max_length=4, blank=True)
    expires = models.CharField(gettext_lazy("expires"), max_length=7, blank=True)
    """As "2029-04"; empty where nobody knows."""

    class Meta:
        verbose_name = gettext_lazy("saved card")
        verbose_name_plural = gettext_lazy("saved cards")

    def __str__(self) -> str:
        return self.describe()

    def describe(self) -> str:
        """As "Visa ending in 4242, expires 04/2029"."""
        words = {"brand": self.brand or _("Card"), "last4": self.last4, "month": self.month}
        if not self.last4:
            return str(words["brand"])
        if not self.expires:
            return _("%(brand)s ending in %(last4)s") % words
        if not self.is_usable:
            return _("%(brand)s ending in %(last4)s, expired %(month)s") % words
        return _("%(brand)s ending in %(last4)s, expires %(month)s") % words

    @property
    def month(self) -> str:
        """As it stands on the card: "04/2029"."""
        year, _dash, month = self.expires.partition("-")
        return f"{month}/{year}"

    @property
    def is_usable(self) -> bool:
        return not self.expires or self.expires >= f"{timezone.localdate():%Y-%m}"

    @classmethod
    def details(cls, known: Mapping[str, str]) -> dict[str, Any]:
        """`Any`: fields are of all kinds."""
        expires = known.get("expires", "")
        return {
            "brand": known.get("brand", "")[:80],
            "last4": known.get("last4", "")[-4:],
            "expires": expires if MONTH.fullmatch(expires) else "",
        }
