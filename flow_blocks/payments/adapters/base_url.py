"""Where an adapter sends its credentials: by https, or to this machine."""

from urllib.parse import urlsplit

from flow_blocks.payments.errors import PaymentSettingsError

THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


def checked_base_url(url: str, *, alias: str) -> str:
    """The URL without a slash at its end. Raises `PaymentSettingsError`."""
    parts = urlsplit(url)
    is_private = parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in THIS_MACHINE
    )
    if not (is_private and parts.hostname):
        raise PaymentSettingsError(
            f"FLOWS_PAYMENT_PROVIDERS[{alias!r}]['OPTIONS']['base_url'] is {url!r}, which would "
            "send credentials in the clear. Begin it with https."
        )
    return url.rstrip("/")
