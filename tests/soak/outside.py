"""The world outside the soak's site: a file for each task, a line for each thing done there.

A line is "<what> <idempotency key>". It is written at once and never taken back, whatever becomes
of the process that wrote it or of the site's stores.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DIRECTORY = "SOAK_OUTSIDE"
"""The environment variable that names where the files are."""


def do(task_id: str, what: str, key: str) -> None:
    """Do something for a task."""
    with _book(task_id) as book:
        _write(book, f"{what} {key}")


def do_unless(task_id: str, what: str, key: str, *, done: tuple[str, ...]) -> bool:
    """Do it unless one of these was done under this key. Says whether it was done now."""
    with _book(task_id) as book:
        lines = things_done(task_id)
        is_free = not any(f"{each} {key}" in lines for each in done)
        if is_free:
            _write(book, f"{what} {key}")
        return is_free


def things_done(task_id: str) -> list[str]:
    """The lines of a task, oldest first."""
    path = _path(task_id)
    return path.read_text().splitlines() if path.exists() else []


def is_done(task_id: str, what: str, key: str) -> bool:
    return f"{what} {key}" in things_done(task_id)


def known_tasks() -> Iterator[str]:
    """The ids of all tasks for which anything was ever done."""
    return (path.name for path in Path(os.environ[DIRECTORY]).iterdir())


def _path(task_id: str) -> Path:
    return Path(os.environ[DIRECTORY]) / task_id


@contextmanager
def _book(task_id: str) -> Iterator[int]:
    """The file of a task, for this process alone; a process that dies lets go of it."""
    book = os.open(_path(task_id), os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        fcntl.flock(book, fcntl.LOCK_EX)
        yield book
    finally:
        os.close(book)


def _write(book: int, line: str) -> None:
    os.write(book, f"{line}\n".encode())
