"""A server on the loopback that stands in for a payment provider, and can go wrong on demand."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self

Fault = Literal["unreachable", "lost", "slow", "broken", "garbage", "list", "empty"]
"""Dropped before the deed; after it; answered too late; 500; no JSON; JSON of other shapes."""

PATIENCE = 5
"""Seconds after which a slow answer is given up."""

BODIES = {"garbage": b"<html>Bad gateway</html>", "list": b"[1]", "empty": b"{}"}


@dataclass(frozen=True)
class Call:
    """One request to the provider."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """`Any`: JSON."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


class Loopback:
    """A subclass says what it answers, and remembers what was done."""

    always_answered: frozenset[str] = frozenset()
    """Paths that no fault hits."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.fault: Fault | None = None
        self.calls: list[Call] = []
        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.base_url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, call: Call) -> Reply:
        raise NotImplementedError

    def __enter__(self) -> Self:
        serve = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        serve.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()

    @contextmanager
    def has_fault(self, fault: Fault) -> Iterator[None]:
        self.fault = fault
        self._released.clear()
        try:
            yield
        finally:
            self.fault = None
            self._released.set()

    def serve(self, call: Call) -> Reply | bytes | None:
        """None where nothing is answered."""
        fault = None if call.path in self.always_answered else self.fault
        if fault == "unreachable":
            return None
        self.calls.append(call)
        reply = self.answer(call)
        if fault == "lost":
            return None
        if fault == "slow":
            self._released.wait(PATIENCE)
        if fault == "broken":
            return Reply(500, {"error": {"type": "api_error", "message": "Sorry."}})
        return BODIES.get(fault or "", reply)


def _handler(server: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            call = Call(self.command, path, query, headers, self.rfile.read(length))
            reply = server.serve(call)
            self.close_connection = True
            if reply is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self._write(reply)

        do_POST = do_PATCH = do_GET

        def _write(self, reply: Reply | bytes) -> None:
            is_json = isinstance(reply, Reply)
            body = json.dumps(reply.body).encode() if is_json else reply
            if is_json and reply.body is None:
                body = b""
            try:
                self.send_response(reply.status if is_json else 200)
                for name, value in (reply.headers if is_json else {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # Who asked has given up.
                return

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
