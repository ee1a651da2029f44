"""A mail server of the tests, on loopback: takes mails, or refuses them as it is told.

A stand-in, after RFC 5321: one session at a time, without extensions.
"""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

GREETING = "220 here"


@dataclass
class MailServer:
    """What it answers to a command in place of "250 fine", and what it has taken."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    """By command: HELO, MAIL, RCPT, DATA, and "." for the end of a mail. "" is to hang up."""
    taken: list[str] = field(default_factory=list)


@contextmanager
def mail_server(**answers: str) -> Iterator[MailServer]:
    """`with mail_server(RCPT="550 unknown") as server`; END is the end of a mail."""
    answers = {("." if name == "END" else name): said for name, said in answers.items()}
    told = MailServer(answers=answers)

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            serve(self, told)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        told.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield told
        server.shutdown()
        thread.join()


def serve(session: socketserver.StreamRequestHandler, server: MailServer) -> None:
    say(session, server.answers.get("CONNECT", GREETING))
    while line := session.rfile.readline().decode().strip():
        command = line[:4].upper().strip().replace("EHLO", "HELO")
        usual = {"DATA": "354 go on", "QUIT": "221 bye"}.get(command, "250 fine")
        answer = server.answers.get(command, usual)
        if not answer:
            return
        say(session, answer)
        if command == "QUIT":
            return
        if answer.startswith("354"):
            mail = read_mail(session)
            said = server.answers.get(".", "250 taken")
            server.taken += [mail] if said.startswith("250") or not said else []
            if not said:
                return
            say(session, said)


def read_mail(session: socketserver.StreamRequestHandler) -> str:
    lines = []
    while (line := session.rfile.readline().decode()) not in ("", ".\r\n"):
        lines.append(line)
    return "".join(lines)


def say(session: socketserver.StreamRequestHandler, answer: str) -> None:
    session.wfile.write(f"{answer}\r\n".encode())
