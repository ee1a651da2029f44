"""A shop's end of the line: a server on this machine that hears what the stand-in sends."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standin import conf, signing


class Shop(ThreadingHTTPServer):
    """Remembers what it was sent, and answers 200 to whom it believes."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.heard: list[tuple[str, bytes]] = []
        self.headers: dict[str, str] = {}
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Shop

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, body))
        self.send_response(self._status(body))
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _status(self, body: bytes) -> int:
        try:
            signing.check(self.headers.get(signing.HEADER, ""), body, secret=conf.secret())
        except signing.SignatureError:
            return 400
        return self.server.status

    def log_message(self, *args: object) -> None:
        """Tests say enough."""


@contextmanager
def open_shop() -> Iterator[Shop]:
    with Shop() as shop:
        thread = threading.Thread(target=shop.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield shop
        shop.shutdown()
        thread.join()
