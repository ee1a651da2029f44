"""What a file is, is told by its bytes."""

import zipfile

import pytest

from flow_blocks.answers.file_kinds import ending_of, endings_of, media_type_of
from tests.flow_blocks.answers.sample_files import (
    EXE,
    HTML,
    PDF,
    SVG,
    archive,
    picture,
    upload,
    word_document,
)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (PDF, "application/pdf"),
        (
            word_document(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, media_type: str) -> None:
    assert media_type_of(upload(content, "x.html", "text/html")) == media_type


@pytest.mark.parametrize(
    "content",
    [
        HTML,
        SVG,
        b"",
        b"plain text",
        EXE,
        b"<?xml version='1.0'?>" + SVG,
        archive({"a.txt": b"text"}),
    ],
)
def test_what_is_none_of_them_is_not_taken_for_one(content: bytes) -> None:
    found = media_type_of(upload(content, "photo.png"))

    assert found not in endings_of(["image", "pdf", "office"])


def test_a_file_can_be_read_from_its_beginning_afterwards() -> None:
    file = upload(PDF, "a.pdf")

    media_type_of(file)

    assert file.read() == PDF


def test_a_bomb_is_never_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten megabytes of nothing, packed into ten kilobytes."""
    bomb = word_document(b"\0" * 10_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", _refuse)

    assert media_type_of(upload(bomb, "bomb.docx")).endswith("wordprocessingml.document")


def _refuse(*args: object, **kwargs: object) -> None:
    raise AssertionError("A file was unpacked.")


def test_a_kind_that_is_gone_allows_nothing() -> None:
    assert endings_of(["film"]) == {}


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.PNG", "png"),
        ("invoice.pdf.exe", "exe"),
        ("photo\u202egnp.exe", "exe"),
        ("../../etc/passwd", ""),
        ("", ""),
        (".png", ""),
    ],
)
def test_the_ending_is_what_a_computer_would_go_by(name: str, ending: str) -> None:
    assert ending_of(name) == ending
