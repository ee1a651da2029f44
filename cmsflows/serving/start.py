"""Starting: how the first form makes one task, and only for the visitor it was shown to.

A GET sets a signed cookie and puts a nonce into the form; nothing is stored. The first POST
derives the task's id and the visitor's secret from both, so that posting it twice, at once or
from a browser without a session, makes the same task; a nonce without its cookie makes none.
"""

import re
import secrets
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "cmsflows_start"
COOKIE_SALT = "cmsflows.start"
COOKIE_AGE = 12 * 60 * 60
"""Seconds that a first form may stay open before it is sent."""

FIELD = "_start"

NONCE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Start:
    """A start that was accepted: what the new task is called, and its visitor's secret."""

    task_id: str
    secret: str


class Starter:
    """One request's view of the start cookie."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        known = request.get_signed_cookie(COOKIE, default="", salt=COOKIE_SALT, max_age=COOKIE_AGE)
        self.cookie = known or secrets.token_hex(16)
        self.is_known = bool(known)

    def new_nonce(self) -> str:
        """The value of the hidden field of a first form."""
        return secrets.token_hex(16)

    def accept(self, nonce: str, flow_id: str) -> Start | None:
        """The start that a posted nonce stands for; None for one that is not this visitor's."""
        if not self.is_known or not NONCE.fullmatch(nonce):
            return None
        return Start(
            task_id=self._derive("task", f"{flow_id}:{nonce}")[:32],
            secret=self._derive("secret", ""),
        )

    def remember(self, response: HttpResponse) -> None:
        """Set the cookie that pairs with the form just shown."""
        response.set_signed_cookie(
            COOKIE,
            self.cookie,
            salt=COOKIE_SALT,
            max_age=COOKIE_AGE,
            httponly=True,
            samesite="Lax",
            secure=self.request.is_secure(),
        )

    def _derive(self, purpose: str, text: str) -> str:
        value = f"{self.cookie}:{text}"
        return salted_hmac(f"cmsflows.start.{purpose}", value, algorithm="sha256").hexdigest()
