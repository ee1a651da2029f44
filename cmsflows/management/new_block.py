"""A block that a developer is about to write: its names, and the files it begins with."""

import ast
import keyword
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.apps import AppConfig
from django.template import Context, Engine

from cmsflows.engine.registry import KEY, RESERVED_KEYS, registry

TEMPLATES = Path(__file__).parent / "block_templates"

MARK = "registers its block"
"""Stands behind every import that was written here."""

TAKEN_CLASSES = frozenset(
    {"Action", "ActionOptions", "Answer", "Any", "Guarded", "Mapping", "Precondition", "Self"}
)
"""Classes that the first lines of a block import."""

TAKEN_MODULES = frozenset(
    {
        "admin",
        "apps",
        "flow_blocks",
        "management",
        "migrations",
        "models",
        "tasks",
        "templatetags",
        "tests",
        "urls",
        "views",
        "wagtail_hooks",
    }
)
"""Modules that Django, Wagtail or Celery look for in an app."""


@dataclass(frozen=True)
class NewBlock:
    """What is called how, and where it goes."""

    key: str
    app: AppConfig
    is_precondition: bool = False

    @property
    def title(self) -> str:
        return self.key.replace("_", " ").capitalize()

    @property
    def class_name(self) -> str:
        return "".join(part.capitalize() for part in self.key.split("_"))

    @property
    def home(self) -> Path:
        return Path(self.app.path)

    @property
    def registers(self) -> Path:
        """The module that Django reads: `flow_blocks.py`, where there is one, else the package."""
        single, package = self.home / "flow_blocks.py", self.home / "flow_blocks"
        is_single = single.exists() and not (package / "__init__.py").exists()
        return single if is_single else package / "__init__.py"

    @property
    def module(self) -> str:
        """In the package, or beside the one file, which is not taken apart."""
        within = "" if self._folder == self.home else "flow_blocks."
        return f"{self.app.name}.{within}{self.key}"

    @property
    def files(self) -> Mapping[Path, str]:
        """What to write, by where."""
        kind = "precondition" if self.is_precondition else "action"
        found = {
            self._folder / f"{self.key}.py": self._filled(f"{kind}.py-tpl"),
            self._test_folder / f"test_{self.key}.py": self._filled(f"test_{kind}.py-tpl"),
        }
        if not self.is_precondition:
            template = self.home / "templates" / "flow_blocks" / f"{self.key}.html"
            found[template] = self._filled("template.html-tpl")
        return found

    @property
    def packages(self) -> list[Path]:
        """The `__init__.py` that is missing for a new folder of tests."""
        init = self._test_folder / "__init__.py"
        return [] if self._test_folder.exists() else [init]

    def registered(self) -> str:
        """What the module that Django reads holds, once it imports this block."""
        text = f'"""The flow blocks of {self.app.label}."""\n'
        if self.registers.exists():
            text = self.registers.read_text(encoding="utf-8")
        return with_import(text, self.module)

    @property
    def in_the_way(self) -> list[Path]:
        """What is there already where something shall be; a package would hide the new module."""
        return [path for path in (*self.files, self._folder / self.key) if path.exists()]

    @property
    def _folder(self) -> Path:
        is_single = self.registers.name == "flow_blocks.py"
        return self.home if is_single else self.home / "flow_blocks"

    @property
    def _test_folder(self) -> Path:
        """`tests/`, unless the app has its tests in one file."""
        folder = self.home / "tests"
        has_one_file = (self.home / "tests.py").exists() and not folder.exists()
        return self.home if has_one_file else folder

    def _filled(self, name: str) -> str:
        names = {
            "key": self.key,
            "title": self.title,
            "class_name": self.class_name,
            "module": self.module,
        }
        text = (TEMPLATES / name).read_text()
        filled = Engine().from_string(text).render(Context(names, autoescape=False))
        return f"{filled.rstrip()}\n"


def trouble_with(key: str, *, is_precondition: bool) -> str:
    """Why there can be no new block of this key, in a sentence; empty where there can."""
    if not KEY.fullmatch(key) or key in RESERVED_KEYS or keyword.iskeyword(key):
        return (
            f"{key!r} cannot be the name of a block. Use small letters, digits and underscores, "
            "with a letter first, such as gift_message, and no word of Python's own."
        )
    class_name = "".join(part.capitalize() for part in key.split("_"))
    if class_name in TAKEN_CLASSES or key in TAKEN_MODULES:
        return f"{key!r} would hide something of that name that a block needs. Choose another."
    actions = (registry.actions, registry.scaffolds)
    for shelf in (registry.preconditions,) if is_precondition else actions:
        entry = shelf.find(key)
        if entry:
            where = f"{entry.target.__module__}.{entry.target.__qualname__}"
            return f"The {shelf.kind} {key!r} is there already: {where}. Choose another name."
    return ""


def with_import(text: str, module: str) -> str:
    """A module's text with this import at its end, in order among those written before.

    Raises `SyntaxError` for what is no Python.
    """
    lines = text.rstrip().splitlines()
    written = []
    while lines and lines[-1].startswith("from ") and lines[-1].endswith(MARK):
        written.append(lines.pop())
    late = "noqa: E402  # " if _has_code("\n".join(lines)) else ""
    package, _dot, name = module.rpartition(".")
    written.append(f"from {package} import {name} as {name}  # {late}{MARK}")
    above = "\n".join(lines).rstrip()
    return "\n".join([above, "", *sorted(written)]).lstrip("\n") + "\n"


def _has_code(text: str) -> bool:
    """Is there anything but imports and a docstring?"""
    body = ast.parse(text).body
    is_docstring = [isinstance(each, ast.Expr) for each in body[:1]]
    rest = body[1:] if is_docstring == [True] else body
    return any(not isinstance(each, ast.Import | ast.ImportFrom) for each in rest)
