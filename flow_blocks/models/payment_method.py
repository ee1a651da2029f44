"""A payment method that its owner has had remembered: the root of a family with one model a kind.

A site's own kind is a subclass in an app of its own; it is listed with the rest.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from polymorphic.models import PolymorphicModel

from cmsflows import conf


class PaymentMethod(PolymorphicModel):
    """What a provider keeps for a user, and as much of it as they need to recognise it."""

    kind: ClassVar[str] = ""
    """What payments with it are called: a value of `PaymentKind`, or a name of the site's own. Some
    provider of FLOWS_PAYMENT_PROVIDERS has it among its `kinds`."""
    kind_label: ClassVar[str | Promise] = _("Payment method")

    owner = models.ForeignKey(
        conf.user_model(),
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="payment_methods",
    )
    provider = models.CharField(_("provider"), max_length=50)
    """An alias of FLOWS_PAYMENT_PROVIDERS."""
    token = models.CharField(max_length=255, editable=False)
    """The provider's name for it. It pays only together with the site's key at the provider, and
    is shown to nobody all the same."""
    created = models.DateTimeField(_("remembered"), auto_now_add=True)
    last_used = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("saved payment method")
        verbose_name_plural = _("saved payment methods")
        ordering: ClassVar = ["-created", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "provider", "token"], name="payment_method_remembered_once"
            )
        ]

    def __str__(self) -> str:
        return self.describe()

    def describe(self) -> str:
        """What its owner recognises it by."""
        return str(self.kind_label)

    @property
    def is_usable(self) -> bool:
        """Can it still be paid with, as far as we know?"""
        return True

    @classmethod
    def details(cls, known: Mapping[str, str]) -> dict[str, Any]:
        """The values of its own fields, from what a provider told: `brand`, `last4`, `expires`, and
        of a bank account `holder` and `bic`; each may be missing. `Any`: fields are of all kinds.
        """
        return {}
