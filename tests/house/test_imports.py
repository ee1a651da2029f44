"""Rules on imports that import-linter cannot express; each is shown to bite."""

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.house.sources import Source, sources

Rule = Callable[[Source], Iterator[ast.AST]]


def relative_imports(source: Source) -> Iterator[ast.AST]:
    """Imports are absolute, so that a file can be read without knowing where it stands."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield node


def late_imports(source: Source) -> Iterator[ast.AST]:
    """Imports stand at the top; `AppConfig.ready` is the one place that imports late."""
    for function in ast.walk(source.tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if source.path.endswith("/apps.py") and getattr(function, "name", "") == "ready":
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node


def settings_read(source: Source) -> Iterator[ast.AST]:
    """Only `cmsflows/conf.py` reads settings; migrations name the user model by them."""
    if source.path == "cmsflows/conf.py" or source.is_migration:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and f"{node.module}." in {"django.", "django.conf."}:
            yield from (node for name in node.names if name.name in {"conf", "settings"})
        if isinstance(node, ast.Import):
            yield from (node for name in node.names if name.name == "django.conf")


@pytest.mark.parametrize("rule", [relative_imports, late_imports, settings_read])
def test_every_file_keeps_the_rule(rule: Rule) -> None:
    offences = [
        f"{source.path}:{node.lineno}"
        for source in sources("cmsflows", "flow_blocks")
        for node in rule(source)
    ]

    assert offences == [], rule.__doc__


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (relative_imports, "cmsflows/engine/action.py", "from . import scaffold"),
        (relative_imports, "cmsflows/engine/action.py", "from .scaffold import Scaffold"),
        (late_imports, "cmsflows/apps.py", "def other():\n    import os"),
        (late_imports, "cmsflows/engine/action.py", "def ready():\n    from os import path"),
        (late_imports, "cmsflows/engine/action.py", "class A:\n  async def a(self): import os"),
        (settings_read, "cmsflows/engine/conf.py", "from django.conf import settings"),
        (settings_read, "cmsflows/engine/action.py", "from django import conf"),
        (settings_read, "cmsflows/engine/action.py", "import django.conf"),
    ],
)
def test_the_rule_finds_an_offence(rule: Rule, path: str, text: str) -> None:
    assert list(rule(Source(path, text)))


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (relative_imports, "cmsflows/engine/action.py", "from cmsflows.engine import scaffold"),
        (late_imports, "cmsflows/apps.py", "class A:\n    def ready(self):\n        import os"),
        (late_imports, "cmsflows/engine/action.py", "if TYPE_CHECKING:\n    import os"),
        (settings_read, "cmsflows/conf.py", "from django.conf import settings"),
        (settings_read, "cmsflows/urls.py", "from django.conf.urls import include"),
        (settings_read, "cmsflows/engine/action.py", "from cmsflows import conf"),
    ],
)
def test_the_rule_leaves_the_rest_alone(rule: Rule, path: str, text: str) -> None:
    assert not list(rule(Source(path, text)))
