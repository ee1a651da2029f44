"""A browser in as few lines as will do: it calls the WSGI application and keeps cookies.

Django's test client would be measured with what it does for tests; here the clock runs while the
application does, and nowhere else.
"""

import io
import re
import time
from collections.abc import Iterable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.core.wsgi import get_wsgi_application

FORM = re.compile(r'<form method="post" action="([^"]*)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')

PREFIX = re.compile(r'name="([^"]*)email"')
"""django-formtools writes the step's name before each field's."""

application = get_wsgi_application()


class Browser:
    """One visitor. `cpu` is the seconds the application worked since it was last set to 0, `wall`
    those that it took, with what it waited for."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.url = ""
        self.html = ""
        self.cpu = 0.0
        self.wall = 0.0

    def opens(self, url: str) -> None:
        """GET a URL, and what it leads to."""
        self._go("GET", url, b"")

    def submits(self, answers: dict[str, str]) -> None:
        """POST the form of this page, and GET what it leads to: another page, or it raises."""
        before = self.url
        prefix = PREFIX.search(self.html)
        named = {f"{prefix[1] if prefix else ''}{name}": value for name, value in answers.items()}
        action = FORM.search(self.html)
        hidden = dict(HIDDEN.findall(self.html))
        target = action[1].replace("&amp;", "&") if action else ""
        self._go("POST", urljoin(self.url, target), urlencode({**hidden, **named}).encode())
        if self.url == before:
            raise RuntimeError(f"The form of {before} was not accepted.")

    def _go(self, method: str, url: str, body: bytes) -> None:
        for _ in range(5):
            status, location = self._request(method, url, body)
            self.url = url
            if not location:
                if status != 200:
                    raise RuntimeError(f"{method} {url} was answered with {status}.")
                return
            method, url, body = "GET", urljoin(url, location), b""

    def _request(self, method: str, url: str, body: bytes) -> tuple[int, str]:
        environ = self._environ(method, url, body)
        heard: list[Any] = []
        cpu, wall = time.process_time(), time.perf_counter()
        answer: Iterable[bytes] = application(environ, lambda *args: heard.extend(args[:2]))
        self.html = b"".join(answer).decode()
        getattr(answer, "close", lambda: None)()
        self.cpu += time.process_time() - cpu
        self.wall += time.perf_counter() - wall
        headers = heard[1]
        self._keep_cookies(headers)
        location = next((value for name, value in headers if name == "Location"), "")
        return int(heard[0].split()[0]), location

    def _keep_cookies(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if name == "Set-Cookie":
                self.cookies.update({key: each.value for key, each in SimpleCookie(value).items()})

    def _environ(self, method: str, url: str, body: bytes) -> dict[str, Any]:
        parts = urlsplit(url)
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
        }
