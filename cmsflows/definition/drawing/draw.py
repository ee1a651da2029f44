"""Draws DOT: by `dot` where it is installed, else by the Graphviz in pygraphviz's wheel."""

import subprocess
import sys
import time
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Literal

from cmsflows.definition.drawing.cache import BoundedCache
from cmsflows.exceptions import DrawingError

Form = Literal["svg", "png"]

CHILD = Path(__file__).with_name("child.py")

CACHE_BYTES = 16 * 1024 * 1024
GIVEN_UP = 300.0
"""Seconds in which what was too much for Graphviz once is not tried again."""

_pictures: BoundedCache[bytes] = BoundedCache(CACHE_BYTES, size=len)
_given_up: BoundedCache[tuple[float, DrawingError]] = BoundedCache(1_000, size=lambda each: 1)


def draw(dot: str, form: Form, *, timeout: float) -> bytes:
    """The picture of this DOT. Equal texts are drawn once in a process.

    `timeout` is in seconds. Raises `DrawingError` when Graphviz is missing, fails, or takes longer.
    """
    key = sha256(f"{form}:{dot}".encode()).hexdigest()
    picture = _pictures.get(key)
    if picture is None:
        _refuse_what_was_given_up(key)
        picture = _drawn(dot, form, timeout=timeout, key=key)
        _pictures.put(key, picture)
    return picture


def forget_pictures() -> None:
    """Empty the caches; for tests."""
    _pictures.clear()
    _given_up.clear()


def program(form: Form) -> list[str]:
    """The command that draws. Raises `DrawingError` where there is none."""
    if installed := which("dot"):
        return [installed, f"-T{form}"]
    if find_spec("pygraphviz") and sys.executable:
        # -P: the child's own folder is not where it looks for modules.
        return [sys.executable, "-P", str(CHILD), form]
    raise DrawingError(
        "Graphviz is not installed. Install its package, or cmsflows[graph].", is_missing=True
    )


def _refuse_what_was_given_up(key: str) -> None:
    until, error = _given_up.get(key) or (0.0, None)
    if error is not None and time.monotonic() < until:
        raise error


def _drawn(dot: str, form: Form, *, timeout: float, key: str) -> bytes:
    command = program(form)
    try:
        done = subprocess.run(  # noqa: S603  # our own command; the DOT goes in as data
            command, input=dot.encode(), capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired as slow:
        error = DrawingError(f"Graphviz took longer than {timeout:g} seconds.")
        _given_up.put(key, (time.monotonic() + GIVEN_UP, error))
        raise error from slow
    except OSError as broken:
        raise DrawingError(f"{command[0]} could not be run: {broken}.") from broken
    if done.returncode or not done.stdout:
        raise DrawingError(f"Graphviz said: {_last_line(done.stderr)}")
    return done.stdout


def _last_line(complaint: bytes) -> str:
    lines = complaint.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "nothing."
