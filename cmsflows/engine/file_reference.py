"""A file reference stands in the state for a file that a task keeps; the file is in a storage.

Its key there is the id of its task and a random name, so that all files of a task can be found,
and none be guessed.
"""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.core.files import File

from cmsflows.engine.codec_tags import Json
from cmsflows.engine.file_storage import file_storage

TASK_ID = re.compile(r"[0-9a-f]{32}")
FILE_NAME = re.compile(r"[0-9a-f]{32}")

LONGEST_NAME = 200
LONGEST_ENDING = 20
NAMELESS = "file"

CONTENT_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
"""Type and subtype, without parameters (RFC 6838, section 4.2)."""

UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReference:
    """A file that a task keeps: its state may hold it, and a file field have it as `initial`.

    Raises `ValueError` for a key that no file of ours has, and for what was not cleaned.
    """

    key: str
    """The name in the storage."""
    name: str
    """What the visitor's browser called it, fit to be shown; see `clean_name`."""
    size: int
    """Bytes."""
    content_type: str
    """What the browser says it is. Nobody has checked."""
    url: str = field(default="", compare=False)
    """Where its owner can fetch it, if whoever shows it has set one; it is never kept.

    Without one, Django's file inputs show neither a link nor a box to clear it.
    """

    def __post_init__(self) -> None:
        if not is_key(self.key):
            raise ValueError("no file has such a key")
        if self.name != clean_name(self.name):
            raise ValueError("no file has such a name")
        if type(self.size) is not int or self.size < 0:
            raise ValueError("no file has such a size")
        if self.content_type != clean_content_type(self.content_type):
            raise ValueError("no file has such a type")

    def __str__(self) -> str:
        return self.name

    @property
    def task_id(self) -> str:
        """The task whose file it says it is."""
        return self.key.partition("/")[0]

    def open(self) -> File:
        """The file, to be read in bytes. Raises `FileNotFoundError` when it is gone."""
        return File(file_storage().open(self.key, "rb"), name=self.name)


def belongs_to(reference: FileReference, task_id: str) -> bool:
    """Is this a file of this task?"""
    return reference.task_id == task_id


def is_key(key: str) -> bool:
    """Might this be the key of a file of some task?"""
    task_id, _, name = key.partition("/")
    return bool(TASK_ID.fullmatch(task_id) and FILE_NAME.fullmatch(name))


def clean_name(name: str) -> str:
    """The name of a file as people may see it: no path, nothing invisible, no endless length.

    Signs that turn the direction of writing go too: they let "gpj.exe" look like "exe.jpg".
    """
    base = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign if sign.isprintable() else " " * sign.isspace() for sign in base)
    found = _shortened(" ".join(seen.split()))
    return NAMELESS if found in {"", ".", ".."} else found


def clean_content_type(content_type: str) -> str:
    """Type and subtype in small letters; the type for unknown bytes where it says neither."""
    found = content_type.partition(";")[0].strip().lower()
    return found if CONTENT_TYPE.fullmatch(found) else UNKNOWN_TYPE


def write_file(reference: FileReference) -> Json:
    return [reference.key, reference.name, reference.size, reference.content_type]


def read_file(data: Json) -> FileReference:
    """What `write_file` was given. Raises `ValueError` and others for anything else."""
    key, name, size, content_type = data
    return FileReference(key=key, name=name, size=size, content_type=content_type)


def _shortened(name: str) -> str:
    """The name, as long as a name may be; it keeps its ending, since that tells people what it is.

    What stands behind the last dot of a sentence is no ending.
    """
    if len(name) <= LONGEST_NAME:
        return name
    ending = PurePosixPath(name).suffix
    if len(ending) > LONGEST_ENDING:
        ending = ""
    return name.removesuffix(ending)[: LONGEST_NAME - len(ending)].rstrip() + ending
