"""A bank account that a provider may collect from: its last digits, never its whole number."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flow_blocks.models.payment import PaymentKind
from flow_blocks.models.payment_method import PaymentMethod


class SavedBankAccount(PaymentMethod):
    """The provider keeps the number and the mandate; its token names both."""

    kind = PaymentKind.DIRECT_DEBIT.value
    kind_label: ClassVar[str | Promise] = PaymentKind.DIRECT_DEBIT.label

    bank = models.CharField(gettext_lazy("bank"), max_length=80, blank=True)
    holder = models.CharField(gettext_lazy("account holder"), max_length=70, blank=True)
    bic = models.CharField(gettext_lazy("BIC"), max_length=11, blank=True)
    last4 = models.CharField(gettext_lazy("last digits"), max_length=4, blank=True)

    class Meta:
        verbose_name = gettext_lazy("saved bank account")
        verbose_name_plural = gettext_lazy("saved bank accounts")

    def __str__(self) -> str:
        return self.describe()

    def describe(self) -> str:
        """As "Bank account ending in 3000 (Ada Lovelace)"."""
        words = {"bank": self.bank or _("Bank account"), "last4": self.last4, "holder": self.holder}
        if not self.last4:
            return str(words["bank"])
        if not self.holder:
            return _("%(bank)s ending in %(last4)s") % words
        return _("%(bank)s ending in %(last4)s (%(holder)s)") % words

    @classmethod
    def details(cls, known: Mapping[str, str]) -> dict[str, Any]:
        """`Any`: fields are of all kinds."""
        return {
            "bank": known.get("brand", "")[:80],
            "holder": known.get("holder", "")[:70],
            "bic": known.get("bic", "")[:11],
            "last4": known.get("last4", "")[-4:],
        }
