"""The Python files of the house, read once for the tests that judge them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """A file, its text and its syntax tree."""

    path: str
    """From the root of the repository, with slashes: `cmsflows/conf.py`."""

    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path


def sources(*folders: str) -> Iterator[Source]:
    """Every Python file under these folders of the repository."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield Source(file.relative_to(ROOT).as_posix(), file.read_text())
