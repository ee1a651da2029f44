"""A payment: what a visitor was asked to pay, and how that stands at the provider."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmsflows import conf


class PaymentKind(models.TextChoices):
    """The ways to pay that the ready steps know."""

    CARD = "card", _("Card")
    PAYPAL = "paypal", _("PayPal")
    BANK = "bank", _("Online bank transfer")
    DIRECT_DEBIT = "direct_debit", _("Direct debit")


class PaymentStatus(models.TextChoices):
    """How a payment stands."""

    NEW = "new", _("Not begun")
    """We may have asked the provider for it, and have not heard its answer."""
    OPEN = "open", _("At the provider")
    APPROVED = "approved", _("Approved, not taken")
    PENDING = "pending", _("Being carried out")
    """The visitor is done; the provider will know later, as of a transfer between banks."""
    PAID = "paid", _("Paid")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    REFUNDED = "refunded", _("Refunded")
    MISSING = "missing", _("Never begun")
    """The provider has never heard of it."""


OVER = (
    PaymentStatus.PAID,
    PaymentStatus.DECLINED,
    PaymentStatus.CANCELLED,
    PaymentStatus.REFUNDED,
    PaymentStatus.MISSING,
)
"""What no provider changes any more by itself; a refund is ours to ask for."""


TAKEN = (PaymentStatus.PAID, PaymentStatus.PENDING)
"""What the visitor has done their part of."""


class Payment(models.Model):
    """One try to pay, named by the key that makes it happen once."""

    key = models.CharField(_("key"), max_length=40, unique=True, editable=False)
    """What the provider knows it by: the intent, and a number where that has tried before."""
    intent = models.CharField(_("intent"), max_length=32, db_index=True, editable=False)
    """The idempotency key of the step that takes the payment."""

    provider = models.CharField(_("provider"), max_length=50)
    """An alias of FLOWS_PAYMENT_PROVIDERS."""
    kind = models.CharField(_("kind"), max_length=20, choices=PaymentKind.choices)
    reference = models.CharField(_("reference"), max_length=255, blank=True, db_index=True)
    """The provider's name for it."""
    status = models.CharField(
        _("status"), max_length=12, choices=PaymentStatus.choices, default=PaymentStatus.NEW
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True)

    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=3)
    currency = models.CharField(_("currency"), max_length=3)
    description = models.CharField(_("description"), max_length=255, blank=True)

    is_remembered = models.BooleanField(_("method to be kept"), default=False)
    brand = models.CharField(_("brand"), max_length=80, blank=True)
    last4 = models.CharField(_("last digits"), max_length=4, blank=True)

    flow = models.CharField(_("flow"), max_length=255, editable=False)
    task_id = models.CharField(_("visitor's run"), max_length=64, db_index=True, editable=False)
    way_back = models.CharField(max_length=2000, editable=False)
    """The path, on this site, at which the visitor goes on."""
    saved_method = models.BigIntegerField(null=True, editable=False)
    """The key of the saved method that is charged; the method may be removed meanwhile."""
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    """When the provider was last asked to begin it."""
    host = models.CharField(max_length=255, blank=True, editable=False)
    is_secure = models.BooleanField(default=True, editable=False)
    language = models.CharField(max_length=20, blank=True, editable=False)
    """Where and in which language the visitor pays; nobody else would know later."""
    url = models.CharField(max_length=2000, blank=True, editable=False)
    """Where the visitor goes on at the provider, while it is open."""
    owner = models.ForeignKey(
        conf.user_model(),
        verbose_name=_("user"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    created = models.DateTimeField(_("begun"), auto_now_add=True)
    updated = models.DateTimeField(_("last heard of"), auto_now=True)
    returned_at = models.DateTimeField(_("visitor returned"), null=True, editable=False)
    taken_up_at = models.DateTimeField(_("taken up"), null=True, editable=False)
    """When the visitor's run learnt that it is paid; what is paid and is not is given back."""
    give_back_at = models.DateTimeField(_("to be given back since"), null=True, editable=False)
    """From then on no run takes it up, and its provider is asked until it has been given back."""
    asked_at = models.DateTimeField(null=True, editable=False)
    """When the provider was last asked without having told us."""
    remembered_at = models.DateTimeField(null=True, editable=False)
    """When its method was kept: once, so that one that its owner has removed stays away."""
    told = models.CharField(
        max_length=12, choices=PaymentStatus.choices, default=PaymentStatus.NEW, editable=False
    )
    """The status that the receivers of `payment_changed` have last been told of."""

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering: ClassVar = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.amount.normalize():f} {self.currency} ({self.get_status_display()})"

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    @property
    def is_taken(self) -> bool:
        return self.status in TAKEN

    @property
    def counts(self) -> bool:
        """Did its run take it up, and does it stand?"""
        return self.is_taken and self.taken_up_at is not None and self.give_back_at is None
