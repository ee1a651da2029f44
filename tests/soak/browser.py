"""A browser of the soak: sends requests to a real server, keeps cookies, and does not give up.

A request whose connection ends without an answer, or that meets a store that is down, is sent again
as it was: so do people who press "reload".
"""

import http.client
import random
import time
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from tests.soak.page import Page
from tests.soak.tally import Tally

PATIENCE = 40
"""Seconds until somebody stops sending the same request again."""

TIMEOUT = 20
"""Seconds to wait for one answer."""

REDIRECTS = 5
"""How many are followed; a flow leads nowhere by more."""

UNTRUSTED = "X-Soak-Untrusted"
"""The header of an answer to a form that Django's protection against forgery has turned down."""

Fields = dict[str, str]


class GaveUp(Exception):
    """No answer came for as long as anybody would try."""


class Broken(Exception):
    """The site has failed; it is counted already."""


@dataclass(frozen=True)
class Answer:
    """What one request was answered."""

    status: int
    location: str
    html: str
    is_untrusted: bool = False
    tries: int = 1
    """How often the request was sent until it was answered so."""


@dataclass
class Browser:
    """One visitor's; its tabs share the cookies, and each request has a connection of its own, as
    gunicorn's synchronous workers keep none."""

    host: str
    port: int
    tally: Tally
    cookies: dict[str, str] = field(default_factory=dict)

    def opens(self, url: str) -> Page:
        """GET a page, and what it leads to."""
        for _ in range(REDIRECTS):
            answer = self.asks("GET", url)
            if not answer.location:
                return Page(url, answer.status, answer.html)
            url = urljoin(url, answer.location)
        raise Broken(f"{url} leads round in a circle")

    def posts(self, url: str, data: Fields) -> Answer:
        """POST a form, and do not follow where it leads."""
        return self.asks("POST", url, urlencode(data))

    def asks(self, method: str, url: str, body: str = "") -> Answer:
        """Send a request until it is answered. Raises `GaveUp`, or `Broken` for a 500."""
        until, tries = time.monotonic() + PATIENCE, 0
        while time.monotonic() < until and not self.tally.is_called_off:
            since, tries = time.monotonic(), tries + 1
            try:
                answer = self._asks_once(method, url, body)
            except (OSError, http.client.HTTPException):
                self.tally.reset()
                time.sleep(random.uniform(0.02, 0.2))
                continue
            self.tally.answered(answer.status, since=since, at=f"{method} {url}")
            if answer.status == 500:
                raise Broken(url)
            if answer.status != 503:
                return replace(answer, tries=tries)
            time.sleep(random.uniform(0.1, 0.4))
        raise GaveUp(url)

    def _asks_once(self, method: str, url: str, body: str) -> Answer:
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT)
        try:
            connection.request(method, target, body or None, self._headers(method))
            response = connection.getresponse()
            html = response.read().decode()
            self._keep_cookies(response.msg.get_all("Set-Cookie") or [])
            location = response.headers.get("Location", "")
            return Answer(response.status, location, html, UNTRUSTED in response.headers)
        finally:
            connection.close()

    def _headers(self, method: str) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.copy().items())
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
        return {"Cookie": cookies, **kind}

    def _keep_cookies(self, given: list[str]) -> None:
        for each in given:
            read = SimpleCookie(each)
            self.cookies.update({name: morsel.value for name, morsel in read.items()})
