"""The stand-in's settings: a bank would have an account of yours to keep them in."""

from django.conf import settings


def secret() -> str:
    """What its webhooks are signed with; a site tells it to the adapter, too."""
    return str(getattr(settings, "STANDIN_SECRET", ""))


def delivers_by_itself() -> bool:
    """Does it send webhooks without being asked to? Not in tests, where that would surprise."""
    return bool(getattr(settings, "STANDIN_AUTO_DELIVER", False))


def settles_after() -> float | None:
    """Seconds until a pending payment is carried out by itself; None is never."""
    return getattr(settings, "STANDIN_SETTLE_AFTER", None)


def is_open_to_staff() -> bool:
    """May whoever comes see the books, and settle payments? In a demo only."""
    return bool(settings.DEBUG)
