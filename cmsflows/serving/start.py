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

from cmsflows.serving.binding import session_secret

COOKIE = "cmsflows_start"
COOKIE_SALT = "cmsflows.start"
COOKIE_AGE = 12 * 60 * 60
"""Seconds that a first form may stay open before it is sent."""

FIELD = "_start"

USED = ".used"
"""Stands behind a cookie whose secret a session holds."""

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
        value = str(
            request.get_signed_cookie(COOKIE, default="", salt=COOKIE_SALT, max_age=COOKIE_AGE)
        )
        self.is_known = bool(value) and not self._is_left_over(value)
        self.cookie = value.removesuffix(USED) if self.is_known else secrets.token_hex(16)

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
            self.cookie + (USED if session_secret(self.request) else ""),
            salt=COOKIE_SALT,
            max_age=COOKIE_AGE,
            httponly=True,
            samesite="Lax",
            secure=self.request.is_secure(),
        )

    def _is_left_over(self, value: str) -> bool:
        """A session that has forgotten its secret was ended, by logging out say: whoever comes
        next at this browser must not come by the same secret again."""
        return value.endswith(USED) and session_secret(self.request) is None

    def _derive(self, purpose: str, text: str) -> str:
        value = f"{self.cookie}:{text}"
        return salted_hmac(f"cmsflows.start.{purpose}", value, algorithm="sha256").hexdigest()
