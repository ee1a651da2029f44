"""A payment provider that takes and remembers every kind there is, and never charges anything."""

from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.provider import PaymentProvider


class Till(PaymentProvider):
    """Knows the shop's own credit, too."""

    kinds = frozenset([*PaymentKind, "store_credit"])
    remembers = frozenset(PaymentKind)

    def start(self, charge):
        raise NotImplementedError

    resume = lookup = cancel = refund = hear = start


class CardTill(Till):
    """Takes cards, and remembers none."""

    kinds = frozenset([PaymentKind.CARD])
    remembers = frozenset()
