"""The columns of an export: whatever any of its rows has answered, in the order it was asked."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from flow_blocks.models import SavedAnswers

Line = Mapping[str, Any]
"""One stored answer. `Any`: JSON."""


def column_of(line: Line) -> str:
    """Answers to one question of one step share a column, whatever it was called at the time."""
    return f"answer:{line.get('step', '')}:{line.get('name', '')}"


def columns_of(rows: Iterable[SavedAnswers]) -> dict[str, str]:
    """Keys and headings. Where two are called alike, their steps tell them apart."""
    last: dict[str, Line] = {}
    for row in rows:
        last |= {column_of(line): line for line in row.lines}
    labels = Counter(_text(line, "label") for line in last.values())
    return {key: _heading(line, labels) for key, line in last.items()}


def cells_of(row: SavedAnswers) -> dict[str, str]:
    """What a row has to put into these columns; a step that came round again adds to its own."""
    cells: dict[str, str] = {}
    for line in row.lines:
        key, value = column_of(line), _text(line, "value")
        cells[key] = f"{cells[key]}, {value}" if key in cells else value
    return cells


def _heading(line: Line, labels: Mapping[str, int]) -> str:
    label, title = _text(line, "label"), _text(line, "title")
    return f"{title}: {label}" if title and labels[label] > 1 else label


def _text(line: Line, name: str) -> str:
    return str(line.get(name) or "")
