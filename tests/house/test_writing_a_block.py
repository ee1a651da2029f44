"""Whoever follows `docs/writing-a-block.md` to the letter ends with a site whose tests pass."""

import re

import pytest

from tests.house.sources import ROOT
from tests.testing.site import Site

PAGE = (ROOT / "docs" / "writing-a-block.md").read_text()

PIECE = re.compile(
    r"(?:^`(?P<file>[\w/.]+)`\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
"""A block of code, and the name of the file that it is, on a line of its own before it."""

MANAGE = """
import sys

from django.core.management import execute_from_command_line

execute_from_command_line(sys.argv)
"""


def test_every_piece_is_a_file_or_a_command() -> None:
    """Else it would not be tried."""
    pieces = [(found["language"], found["file"]) for found in PIECE.finditer(PAGE)]

    assert len(pieces) == PAGE.count("```") // 2
    assert {language for language, file in pieces if file} == {"python", "django"}
    assert {language for language, file in pieces if not file} == {"sh"}


@pytest.mark.slow
def test_it_works_as_it_is_written(bakery: Site) -> None:
    bakery.write("manage.py", MANAGE)
    for found in PIECE.finditer(PAGE):
        if found["file"]:
            bakery.write(found["file"], found["text"])
        else:
            for line in found["text"].splitlines():
                python, *arguments = line.split()
                assert python == "python"
                reuse = ["--reuse-db", "-p", "no:cacheprovider"] if "pytest" in line else []
                bakery.passes(*arguments, *reuse)

    bakery.passes("-m", "ruff", "check", "--no-cache", "bakery", "conftest.py")
    bakery.passes("-m", "ruff", "format", "--no-cache", "--check", "bakery", "conftest.py")
    bakery.passes("-m", "mypy", "bakery")
