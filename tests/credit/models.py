"""Credit at the shop: a subclass is all it takes, and it is listed with the kinds that are ready.

Its table stands beside that of an app with migrations, so it has migrations, too.
"""

from django.db import models

from flow_blocks.models import PaymentMethod


class StoreCredit(PaymentMethod):
    """What is left of gift cards and returns."""

    kind = "store_credit"
    kind_label = "Store credit"

    left = models.DecimalField(max_digits=8, decimal_places=2, default=0)

    def __str__(self):
        return self.describe()

    def describe(self):
        return f"Store credit, {self.left:.2f} left"

    @property
    def is_usable(self):
        return self.left > 0
