"""The soak itself works, in a short run: it serves, makes trouble, counts, and tidies up."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.fixtures.postgres_server import program
from tests.soak.tally import KINDS

pytestmark = pytest.mark.slow

SECONDS = 12
"""Half of them with each store."""

PATIENCE = 600
"""Seconds for all of it: servers must come, tables be made, and visitors walk to the end."""


@pytest.fixture(scope="module")
def soak():
    if not (program("initdb") and shutil.which("redis-server")):
        pytest.skip("This test wants Debian's packages postgresql and redis-server.")
    environment = {**os.environ, "SOAK_SECONDS": str(SECONDS)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "tests.soak"]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def counted(text, what):
    """The counts of this, one for each store."""
    return [
        int(number) for number in re.findall(rf"^ +(\d+)  {re.escape(what)}$", text, re.MULTILINE)
    ]


def test_nothing_is_lost_and_nothing_is_done_twice(soak):
    """B13, B14, B16, B57: with each store; the counts themselves say which store it was."""
    assert soak.returncode == 0, soak.stdout + soak.stderr
    assert {kind: counted(soak.stdout, kind) for kind in KINDS} == {kind: [0, 0] for kind in KINDS}


def test_visitors_walk_while_the_store_goes_away(soak):
    """Else nothing would have been shown."""
    finished = counted(soak.stdout, "finished")

    assert len(finished) == 2
    assert min(finished) > 0, soak.stdout
    assert counted(soak.stdout, "outages of the store") == [1, 1]


def test_it_says_what_memory_the_processes_hold(soak):
    found = re.findall(r"memory at the (start|end) +\d+\.\d MiB a process", soak.stdout)

    assert found == ["start", "end"] * 2
