"""Rows that flows would have written, made at once."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from cmsflows.engine.file_storage import file_storage
from flow_blocks.models import SavedAnswers, SavedFile, SentMail
from flow_blocks.models.saved_file import new_key


def line(label: str, value: str, *, step: str = "you", title: str = "You") -> dict[str, str]:
    name = label.lower().replace(" ", "_")
    return {"step": step, "title": title, "name": name, "label": label, "value": value}


def answers(*lines: dict[str, Any], **fields: Any) -> SavedAnswers:
    """`Any`: fields of all kinds."""
    number = SavedAnswers.objects.count()
    text = "\n".join(each["value"] for each in lines)
    usual = {"key": f"key{number}", "title": "Sign-ups", "flow": "page:1", "flow_title": "News"}
    return SavedAnswers.objects.create(**{**usual, "answers": list(lines), "text": text, **fields})


def with_file(row: SavedAnswers, content: bytes = b"a paper", name: str = "cv.pdf") -> SavedFile:
    key = file_storage().save(new_key(), ContentFile(content))
    file = SavedFile.objects.create(answers=row, key=key, name=name, size=len(content))
    row.answers = [*row.lines, {**line("Paper", name), "file": file.pk}]
    row.save()
    return file


def mail(**fields: Any) -> SentMail:
    """`Any`: fields of all kinds."""
    number = SentMail.objects.count()
    usual = {"key": f"key{number}", "flow": "News", "to": "ada@b.example", "subject": "Welcome"}
    return SentMail.objects.create(**{**usual, **fields})


def ago(**time: float) -> Any:
    """A moment. `Any`: a date and time."""
    return timezone.now() - timedelta(**time)
