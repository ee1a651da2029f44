"""Runs tests of another site: one whose settings cannot be had in this process."""

import os
import subprocess
import sys

from tests.house.sources import ROOT


def run_cases(path: str, *, settings: str, **environment: str) -> str:
    """Run the tests of a file under other settings, and answer what pytest says of them.

    Raises `AssertionError` with all of it where one fails, or where none was run.
    """
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]
        + ["--no-migrations", f"--ds={settings}", path],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
