"""Saves answers: one row for each intent, with copies of the uploads that it then owns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from cmsflows.engine.file_reference import FileReference
from cmsflows.engine.file_storage import file_storage
from flow_blocks.answers.answered import AnsweredStep
from flow_blocks.mail.placeholders import as_text, find
from flow_blocks.models import SavedAnswers, SavedFile
from flow_blocks.models.saved_file import new_key, remove

LONGEST = 20_000
"""Characters of one answer; what is longer is cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One answer, with its label as the visitor saw it."""

    step: str
    """The id of the step, by which answers of several runs go into one column."""
    title: str
    """Of the step."""
    name: str
    label: str
    value: str
    upload: FileReference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Whose answers they are, and how long they are kept."""

    key: str
    title: str
    flow: str
    flow_title: str
    email: str = ""
    user: Any = None
    """Who is logged in. `Any`: a site has a user model of its own."""
    erase_at: datetime | None = None
    lines: tuple[Line, ...] = field(default_factory=tuple)


def lines_of_steps(steps: Iterable[AnsweredStep]) -> Iterator[Line]:
    """All that was answered."""
    for step in steps:
        for answer in step.answers:
            yield Line(
                step=step.node.id,
                title=step.node.title,
                name=answer.name,
                label=str(answer.label),
                value=answer.value[:LONGEST].replace("\0", ""),  # which no database keeps
                upload=answer.upload,
            )


def lines_of_entries(state: Mapping[str, Any], names: Iterable[str]) -> Iterator[Line]:
    """Entries of a state that the editor has chosen, part by part. `Any`: a state's values."""
    for name in names:
        for within, value in _parts(name, find(state, name)):
            upload = value if isinstance(value, FileReference) else None
            if text := as_text(value):
                label = within.replace("_", " ").replace(".", " – ").capitalize()
                yield Line(step="", title="", name=within, label=label, value=text, upload=upload)


def save_once(run: Run) -> SavedAnswers:
    """Keep a run's answers, unless that was done before; its uploads are copied.

    All of it is kept, or nothing. Raises what the storage of uploads raises.
    """
    copied: list[str] = []
    try:
        with transaction.atomic():
            return _made(run, copied)
    except BaseException as error:
        for key in copied:
            remove(file_storage(), key)
        found = SavedAnswers.objects.filter(key=run.key).first()
        if found and isinstance(error, IntegrityError):
            return found
        raise


def _made(run: Run, copied: list[str]) -> SavedAnswers:
    """A new row. Raises `IntegrityError` where there is one of this key."""
    row = SavedAnswers.objects.create(
        key=run.key,
        title=run.title[:100],
        flow=run.flow[:255],
        flow_title=run.flow_title[:255],
        email=run.email.lower(),
        user=run.user,
        erase_at=run.erase_at,
        text="\n".join(line.value for line in run.lines),
    )
    row.answers = [_as_json(line, row, copied) for line in run.lines]
    row.save(update_fields=["answers"])
    return row


def _as_json(line: Line, row: SavedAnswers, copied: list[str]) -> dict[str, Any]:
    """`Any`: JSON."""
    told = {
        "step": line.step,
        "title": line.title,
        "name": line.name,
        "label": line.label,
        "value": line.value,
    }
    return {**told, "file": _copy(line.upload, row, copied).pk} if line.upload else told


def _copy(upload: FileReference, row: SavedAnswers, copied: list[str]) -> SavedFile:
    storage, key = file_storage(), new_key()
    with upload.open() as content:
        saved = storage.save(key, content)
    copied.append(saved)
    return SavedFile.objects.create(answers=row, key=saved, name=upload.name, size=upload.size)


def _parts(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The value, or what is in it, under their names. `Any`: of a state."""
    if not isinstance(value, Mapping):
        yield name, value
        return
    for key, part in value.items():
        yield from _parts(f"{name}.{key}", part)
