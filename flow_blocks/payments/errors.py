"""What can go wrong between a site and a payment provider, other than a decline."""

from cmsflows.exceptions import CmsflowsError


class PaymentError(CmsflowsError):
    """The root of what `flow_blocks.payments` raises."""


class PaymentSettingsError(PaymentError):
    """FLOWS_PAYMENT_PROVIDERS is written in a way that cannot work."""


class ProviderUnreachableError(PaymentError):
    """The provider did not answer, or not in a way that tells what it did: nobody knows.

    Only `lookup` under the same key can tell; whoever catches it must not charge again.
    """


class ProviderRefusedError(PaymentError):
    """The provider understood, and refuses: wrong credentials, a currency it does not know.

    Nothing was charged. Visitors cannot help it; somebody must read the log.
    """


class UnpayableError(PaymentError):
    """Nobody can pay this sum: it is nothing, or less, or has half a cent in it."""


class ForgedMessageError(PaymentError):
    """A call that says it is from the provider, and does not prove it."""
