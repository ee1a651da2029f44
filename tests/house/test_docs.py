"""The documentation names what is there: tests that exist, and every number once."""

import ast
import re
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).resolve().parents[2]
ABILITIES = (ROOT / "docs" / "django-flows.md").read_text()
BEHAVIOURS = (ROOT / "docs" / "behaviours.md").read_text()

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "site").rglob("*.md")]

LINKS = [
    (page.relative_to(ROOT).as_posix(), target)
    for page in PAGES
    for target in re.findall(r"\]\(([^):#]+)[^):]*\)", page.read_text())
]

ROWS = re.findall(r"^\| (F\d+) \|(.+)\|(.+)\|(.*)\|$", ABILITIES, re.MULTILINE)

TESTS = sorted(set(re.findall(r"`(tests/[^`]+)`", ABILITIES)))


@pytest.mark.parametrize(("page", "target"), LINKS)
def test_a_link_leads_somewhere(page, target):
    assert ((ROOT / page).parent / target).exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_code_can_be_read(page):
    for code in re.findall(
        r"^ *```python\n(.*?)^ *```", page.read_text(), re.MULTILINE | re.DOTALL
    ):
        ast.parse(dedent(code))


def test_every_page_can_be_found_from_the_readme():
    found = {target for page, target in LINKS if page == "README.md"}
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")}

    assert pages - found == set()


def test_no_ability_is_left_out():
    assert [row[0] for row in ROWS] == [f"F{number}" for number in range(1, 55)]


@pytest.mark.parametrize(("number", "_before", "now", "shown"), ROWS)
def test_an_ability_is_shown_by_something_or_dropped_with_a_reason(number, _before, now, shown):
    is_dropped = now.strip().startswith("dropped:")

    assert is_dropped or re.search(r"`tests/|B\d\d", shown), number


@pytest.mark.parametrize("named", TESTS)
def test_a_test_that_is_named_exists(named):
    path, _, name = named.partition("::")
    source = (ROOT / path).read_text()

    assert not name or re.search(rf"^def {name}\(", source, re.MULTILINE)


def test_a_behaviour_that_is_held_is_named_by_a_test():
    held = re.findall(r"\*\*(B\d\d)\*\*", BEHAVIOURS.partition("## To come")[0])
    files = [*(ROOT / "tests").rglob("test_*.py"), *(ROOT / "cmsflows" / "testing").glob("*.py")]
    tests = "".join(path.read_text() for path in files)

    assert [number for number in held if number not in tests] == []


def test_every_behaviour_is_stated_once():
    stated = re.findall(r"^- \*\*(B\d\d)\*\*", BEHAVIOURS, re.MULTILINE)

    assert sorted(stated) == [f"B{number:02}" for number in range(1, 65)]
