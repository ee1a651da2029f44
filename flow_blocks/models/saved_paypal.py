"""A PayPal account whose payer has agreed to pay from it again."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flow_blocks.models.payment import PaymentKind
from flow_blocks.models.payment_method import PaymentMethod


class SavedPayPal(PaymentMethod):
    """Recognised by its email address."""

    kind = PaymentKind.PAYPAL.value
    kind_label: ClassVar[str | Promise] = PaymentKind.PAYPAL.label

    email = models.CharField(gettext_lazy("email address"), max_length=254, blank=True)
    """As the provider tells it, and so not judged here."""

    class Meta:
        verbose_name = gettext_lazy("saved PayPal account")
        verbose_name_plural = gettext_lazy("saved PayPal accounts")

    def __str__(self) -> str:
        return self.describe()

    def describe(self) -> str:
        """As "PayPal (ada@example.com)"."""
        return _("PayPal (%(email)s)") % {"email": self.email} if self.email else _("PayPal")

    @classmethod
    def details(cls, known: Mapping[str, str]) -> dict[str, Any]:
        """`Any`: fields are of all kinds."""
        return {"email": known.get("brand", "")[:254]}
