"""Five hundred visitors walk at random, and the shop's books agree with the bank's."""

import os
import re
import subprocess
import sys

import pytest

from tests.fixtures.postgres_server import program

pytestmark = pytest.mark.slow

WALKS = 500
PATIENCE = 1_800
"""Seconds."""

HAPPENED = {
    "walks": WALKS,
    "finished": WALKS // 4,
    "orders placed": WALKS // 4,
    "payments declined": 5,
    "payments cancelled": 5,
    "we are not sure yet": 5,
    "not finished yet": 20,
    "went back": 50,
    "pressed _exit other": 5,
    "clicked twice": 50,
    "opened a tab": 20,
    "logged in elsewhere": 20,
    "left the bank": 5,
    "publish": 5,
    "make a bad line": 10,
    "repeat a webhook": 5,
    "forge a webhook": 5,
    "kill a process": 5,
}
"""So often at least, or nothing was shown."""


def test_who_has_an_order_has_paid_once_and_only_who_has() -> None:
    """B06, B58, B59: whatever visitors, banks, editors and processes do."""
    if not program("initdb"):
        pytest.skip("This test wants Debian's package postgresql.")
    environment = {**os.environ, "WALKS": str(WALKS)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)

    walked = subprocess.run(
        [sys.executable, "-m", "tests.walks"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert walked.returncode == 0, walked.stdout + walked.stderr[-3_000:]
    counted = {
        what: int(number)
        for number, what in re.findall(r"^ +(\d+)  (.+)$", walked.stdout, re.MULTILINE)
    }
    seldom = {what for what, least in HAPPENED.items() if counted.get(what, 0) < least}
    assert seldom == set(), walked.stdout
