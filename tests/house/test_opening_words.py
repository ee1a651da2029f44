"""A file opens with words that someone new can use."""

import ast

import pytest

from tests.house.sources import ROOT, Source, sources

COMMENTS = ("{#", "{% comment %}")


def opens_with_a_docstring(source: Source) -> bool:
    return source.text.strip() == "" or bool(ast.get_docstring(source.tree))


def opens_with_a_comment(template: str) -> bool:
    return template.startswith(COMMENTS)


def test_every_module_opens_with_a_docstring() -> None:
    """Only an empty `__init__.py`, which says nothing at all, and migrations may do without."""
    silent = [
        source.path
        for source in sources("cmsflows", "flow_blocks", "site", "tests")
        if not source.is_migration and not opens_with_a_docstring(source)
    ]

    assert silent == []


def test_every_template_opens_with_a_comment() -> None:
    """It lists the variables that the template may use."""
    silent = [
        file.relative_to(ROOT).as_posix()
        for file in sorted((ROOT / "templates").rglob("*.html"))
        if not opens_with_a_comment(file.read_text())
    ]

    assert silent == []


@pytest.mark.parametrize("text", ["import os\n", '# A comment.\nNAME = "x"\n', '""""""\n'])
def test_a_silent_module_is_noticed(text: str) -> None:
    assert not opens_with_a_docstring(Source("cmsflows/silent.py", text))


def test_a_silent_template_is_noticed() -> None:
    assert not opens_with_a_comment('{% extends "cmsflows/base.html" %}')
