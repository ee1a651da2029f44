"""Carries webhooks to the shop: over HTTP, on this machine, and nowhere else."""

import logging
import threading
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, urlsplit

from django.db import connections, transaction
from django.db.models import F, Q

from standin import conf, signing
from standin.models import Delivery

logger = logging.getLogger(__name__)

HERE = frozenset({"127.0.0.1", "localhost"})
PATIENCE = 5
"""Seconds that a shop may take to answer."""
A_MOMENT = 0.5
"""Seconds after which a webhook is sent by itself: the answer to the visitor is mostly first."""
TRIES = 5
"""After so many, nobody sends it any more unless asked to."""


def send(delivery: Delivery, *, is_forged: bool = False) -> int | None:
    """The status that the shop answers, or None where there is no answer.

    A forged one is what somebody sends who does not know the secret; it counts as no try.
    """
    body = delivery.payload.encode()
    secret = "nobody told me" if is_forged else conf.secret()
    signature = signing.sign(body, secret=secret)
    answered, trouble = _post(delivery, body, signature)
    if not is_forged:
        Delivery.objects.filter(pk=delivery.pk).update(
            tries=F("tries") + 1, answered=answered, trouble=trouble, signature=signature
        )
        delivery.refresh_from_db()
    return answered


def send_all() -> tuple[int, int]:
    """Send what is waiting, oldest first: how many were heard, and how many were not."""
    unheard = Q(answered=None) | ~Q(answered__range=(200, 299))
    waiting = Delivery.objects.filter(unheard, tries__lt=TRIES).order_by("pk")
    results = [send(delivery) is not None and delivery.was_heard for delivery in waiting]
    return results.count(True), results.count(False)


def send_soon(delivery: Delivery) -> None:
    """Once it is certain that it happened, and where the stand-in sends by itself."""
    if conf.delivers_by_itself():
        send_off(A_MOMENT, lambda: send(delivery))


def send_off(seconds: float, work: Callable[[], object]) -> None:
    """Do this so long after what goes on now is certain, in a thread that keeps no server up."""
    transaction.on_commit(lambda: _later(seconds, work))


def _later(seconds: float, work: Callable[[], object]) -> None:
    def run() -> None:
        try:
            work()
        except Exception:
            logger.exception("The stand-in could not do what it had put off.")
        finally:
            connections.close_all()

    timer = threading.Timer(seconds, run)
    timer.daemon = True
    timer.start()


def refusal(url: str, shop: str) -> str:
    """Why nothing is sent there, or nothing: it must be this machine, where the shop is."""
    parts, home = urlsplit(url), urlsplit(shop)
    if parts.scheme != "http" or parts.hostname not in HERE:
        return "Only http://127.0.0.1 and http://localhost are called."
    if _port(parts) != _port(home) or home.hostname not in HERE:
        return "Only the shop's own port is called."
    return ""


def _post(delivery: Delivery, body: bytes, signature: str) -> tuple[int | None, str]:
    reason = refusal(delivery.url, delivery.payment.return_url)
    if reason:
        return None, reason
    parts = urlsplit(delivery.url)
    connection = HTTPConnection(parts.hostname or "", _port(parts), timeout=PATIENCE)
    headers = {"Content-Type": "application/json", signing.HEADER: signature}
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        # Never through a proxy, and no redirect is followed.
        connection.request(
            "POST", f"{target}?{parts.query}" if parts.query else target, body, headers
        )
        return connection.getresponse().status, ""
    except (OSError, HTTPException, ValueError) as error:
        return None, str(error)[:200] or type(error).__name__
    finally:
        connection.close()


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or 80
    except ValueError:
        return 0
