"""Graphviz draws in a process of its own, for so long and no longer."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cmsflows.definition.drawing import draw as drawing
from cmsflows.definition.drawing.draw import CHILD, draw, forget_pictures, program
from cmsflows.exceptions import DrawingError

SMALL = "digraph { a -> b }"

SLEEPER = "#!/bin/sh\nsleep 60\n"
FAILURE = "#!/bin/sh\necho 'Error: a terrible thing' >&2\nexit 1\n"
SILENCE = "#!/bin/sh\ncat >/dev/null\n"


@pytest.fixture(autouse=True)
def _nothing_was_drawn_before() -> Iterator[None]:
    forget_pictures()
    yield
    forget_pictures()


@pytest.fixture
def dot_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Install a `dot` that is this script. `Any`: a function of the script."""

    def install(script: str) -> None:
        path = tmp_path / "dot"
        path.write_text(script)
        path.chmod(0o755)
        monkeypatch.setattr(drawing, "which", lambda name: str(path))

    return install


@pytest.fixture
def no_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Graphviz's own package."""
    monkeypatch.setattr(drawing, "which", lambda name: None)


def test_it_draws_svg() -> None:
    assert b"<svg" in draw(SMALL, "svg", timeout=20)


def test_it_draws_png() -> None:
    assert draw(SMALL, "png", timeout=20).startswith(b"\x89PNG")


def test_the_installed_dot_is_preferred(dot_that: Any) -> None:
    dot_that("#!/bin/sh\ncat >/dev/null\necho drawn with $1\n")

    assert draw(SMALL, "svg", timeout=20) == b"drawn with -Tsvg\n"


def test_the_wheel_draws_where_there_is_no_dot(no_dot: None) -> None:
    assert str(CHILD) in program("svg")
    assert b"<svg" in draw(SMALL, "svg", timeout=20)


def test_without_graphviz_there_is_no_picture(
    no_dot: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B52: the caller shows the outline then."""
    monkeypatch.setattr(drawing, "find_spec", lambda name: None)

    with pytest.raises(DrawingError) as caught:
        draw(SMALL, "svg", timeout=20)

    assert caught.value.is_missing
    assert str(caught.value) == (
        "The flow could not be drawn: Graphviz is not installed. "
        "Install its package, or cmsflows[graph]."
    )


def test_who_takes_too_long_is_stopped(dot_that: Any) -> None:
    dot_that(SLEEPER)
    began = time.monotonic()

    with pytest.raises(DrawingError) as caught:
        draw(SMALL, "svg", timeout=0.2)

    assert time.monotonic() - began < 10
    assert str(caught.value) == (
        "The flow could not be drawn: Graphviz took longer than 0.2 seconds."
    )


def test_what_took_too_long_is_not_tried_again_at_once(dot_that: Any) -> None:
    """Every load of an editor's page would wait as long again."""
    dot_that("#!/bin/sh\nexec sleep 60\n")
    with pytest.raises(DrawingError):
        draw(SMALL, "svg", timeout=0.2)
    dot_that("#!/bin/sh\ncat >/dev/null\necho well again\n")

    with pytest.raises(DrawingError):
        draw(SMALL, "svg", timeout=20)


def test_what_took_too_long_is_tried_again_later(
    dot_that: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dot_that("#!/bin/sh\nexec sleep 60\n")
    with pytest.raises(DrawingError):
        draw(SMALL, "svg", timeout=0.2)
    dot_that("#!/bin/sh\ncat >/dev/null\necho well again\n")
    later = time.monotonic() + drawing.GIVEN_UP + 1

    monkeypatch.setattr(drawing.time, "monotonic", lambda: later)

    assert draw(SMALL, "svg", timeout=20) == b"well again\n"


def test_a_failure_is_told(dot_that: Any) -> None:
    dot_that(FAILURE)

    with pytest.raises(DrawingError) as caught:
        draw(SMALL, "svg", timeout=20)

    assert str(caught.value) == (
        "The flow could not be drawn: Graphviz said: Error: a terrible thing"
    )


def test_silence_is_a_failure(dot_that: Any) -> None:
    dot_that(SILENCE)

    with pytest.raises(DrawingError) as caught:
        draw(SMALL, "svg", timeout=20)

    assert str(caught.value) == "The flow could not be drawn: Graphviz said: nothing."


def test_a_program_that_cannot_be_run_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "which", lambda name: "/nowhere/dot")

    with pytest.raises(DrawingError, match="^The flow could not be drawn: /nowhere/dot could not"):
        draw(SMALL, "svg", timeout=20)


def test_a_broken_dot_is_an_error_and_no_crash(no_dot: None) -> None:
    with pytest.raises(DrawingError):
        draw("digraph {", "svg", timeout=20)


def test_equal_texts_are_drawn_once(dot_that: Any, tmp_path: Path) -> None:
    dot_that(f"#!/bin/sh\ncat >/dev/null\necho once >> {tmp_path}/calls\necho picture\n")

    for _ in range(3):
        draw(SMALL, "svg", timeout=20)

    assert (tmp_path / "calls").read_text().splitlines() == ["once"]


def test_the_child_needs_nothing_of_cmsflows(tmp_path: Path) -> None:
    """It starts at once, and without Django."""
    done = subprocess.run(
        [sys.executable, "-P", "-X", "importtime", str(CHILD), "svg"],
        input=SMALL.encode(),
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )

    assert b"<svg" in done.stdout
    assert not {b"django", b"cmsflows"} & set(done.stderr.split())
