"""A browser of the walks: cookies, redirects, and pages that stay open in other tabs."""

import http.client
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from tests.walks.document import Button, Document, Form

TIMEOUT = 30
"""Seconds to wait for one answer."""

REDIRECTS = 10
AWAY = (503, 504)
"""A store that is down, a bank that does not answer: both say so, and are no failure."""
TRIES = 10
"""How often the same request is sent until it is answered."""


class Broken(Exception):
    """The site has failed: a 500, or a circle."""


@dataclass(frozen=True)
class Page:
    """What a tab shows."""

    url: str
    status: int
    html: str

    @property
    def document(self) -> Document:
        return Document(self.url, self.html)


@dataclass
class Browser:
    """One visitor's; its tabs share the cookies."""

    origin: str
    cookies: dict[str, str] = field(default_factory=dict)
    urls: list[str] = field(default_factory=list)
    """All that was asked for, to tell what went wrong by."""

    def opens(self, url: str) -> Page:
        return self._follow("GET", url, "")

    def sends(self, form: Form, data: dict[str, str], button: Button | None = None) -> Page:
        pressed = {button.name: button.value} if button and button.name else {}
        return self._follow("POST", form.action, urlencode({**data, **pressed}))

    def _follow(self, method: str, url: str, body: str) -> Page:
        for _ in range(REDIRECTS):
            status, location, html = self._ask_until_answered(method, url, body)
            if status >= 500 and status not in AWAY:
                raise Broken(f"{status} for {method} {url}\n{html[-2_000:]}")
            if not location:
                return Page(url, status, html)
            method, url, body = "GET", urljoin(url, location), ""
            if not url.startswith(self.origin):
                raise Broken(f"led away, to {url}")
        raise Broken(f"{url} leads round in a circle")

    def _ask_until_answered(self, method: str, url: str, body: str) -> tuple[int, str, str]:
        """Who gets no answer, since a process was killed, presses "reload"."""
        for _ in range(TRIES):
            try:
                return self._ask(method, url, body)
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
        raise Broken(f"no answer to {method} {url}")

    def _ask(self, method: str, url: str, body: str) -> tuple[int, str, str]:
        self.urls.append(f"{method} {url} {body[:300]}")
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
        try:
            connection.request(method, target, body or None, self._headers(method))
            response = connection.getresponse()
            html = response.read().decode(errors="replace")
            self._keep_cookies(response.msg.get_all("Set-Cookie") or [])
            return response.status, response.headers.get("Location", ""), html
        finally:
            connection.close()

    def _headers(self, method: str) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
        return {"Cookie": cookies, "Origin": self.origin, **kind}

    def _keep_cookies(self, given: list[str]) -> None:
        for each in given:
            for name, morsel in SimpleCookie(each).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
