"""Private files of a task: keeps uploads, hands them out, and deletes them when they are done with.

Whoever names a file names the task too, and gets no other's: the record that says which file it is
may have been written by somebody who wants another task's read or deleted.
"""

import logging
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache

from django.core.files import File
from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from cmsflows import conf
from cmsflows.engine.codec_tags import FILE, Json, tagged_values
from cmsflows.engine.file_reference import (
    FILE_NAME,
    TASK_ID,
    FileReference,
    belongs_to,
    clean_content_type,
    clean_name,
    is_key,
    read_file,
)
from cmsflows.engine.file_storage import file_storage

logger = logging.getLogger("cmsflows")


def keep(task_id: str, uploaded: UploadedFile) -> FileReference:
    """Keep an upload for a task.

    Raises `ValueError` for an id that no task has, and where the storage names files as it likes.
    """
    reference = FileReference(
        key=f"{task_id}/{secrets.token_hex(16)}",
        name=clean_name(uploaded.name or ""),
        size=uploaded.size or 0,
        content_type=clean_content_type(uploaded.content_type or ""),
    )
    storage = file_storage()
    saved = storage.save(reference.key, uploaded)
    if saved != reference.key:
        storage.delete(saved)
        raise ValueError(f"{storage} named a file {saved!r} that was to be {reference.key!r}.")
    return reference


def open_file(reference: FileReference, *, task_id: str) -> File:
    """A file of a task, to be read in bytes.

    Raises `FileNotFoundError` when it is gone, and likewise when it is another task's.
    """
    if not belongs_to(reference, task_id):
        raise FileNotFoundError(f"{reference.key} is no file of task {task_id}.")
    return reference.open()


def delete(keys: Iterable[str], *, task_id: str) -> None:
    """Delete files of a task, by their keys; one that is gone already is no matter.

    Another task's is left alone, and logged. So is what the storage cannot delete now: `sweep`
    will, once the task is gone.
    """
    storage = file_storage()
    for key in sorted(set(keys)):
        if is_key(key) and key.startswith(f"{task_id}/"):
            _remove(storage, key)
        else:
            logger.warning("Task %s cannot have %r deleted: it is no file of its.", task_id, key)


def delete_all_of(task_id: str) -> None:
    """Delete every file of a task. Where the storage cannot list them, `delete` them by name."""
    if not TASK_ID.fullmatch(task_id):
        raise ValueError(f"{task_id!r} is no task's id.")
    storage = file_storage()
    try:
        _remove_directory(storage, task_id, _keys(storage, task_id))
    except NotImplementedError:
        _say_that_it_cannot_list(type(storage).__qualname__)


def all_in(data: Json) -> list[FileReference]:
    """Every file that an encoded state refers to, or any other encoded JSON, in no order.

    What is no reference as we write them is passed over.
    """
    return [found for value in tagged_values(data, FILE) for found in _references(value)]


def references_in(data: Json) -> frozenset[str]:
    """The keys of these files."""
    return frozenset(reference.key for reference in all_in(data))


def sweep(
    is_living: Callable[[str], bool], *, batch: int = 1_000, older_than: float | None = None
) -> int:
    """Delete the files of tasks that are gone, of so many tasks at most; answer of how many.

    `is_living` is asked with a task's id. Files younger than this many seconds stay, whosesoever
    they are: a request may have kept one whose task is yet to be saved. The default is the idle
    timeout.
    """
    age = conf.idle_timeout() if older_than is None else older_than
    storage = file_storage()
    swept = 0
    for task_id, keys in _untouched_since(storage, timezone.now() - timedelta(seconds=age)):
        if swept >= batch:
            break
        if not is_living(task_id):
            _remove_directory(storage, task_id, keys)
            swept += 1
    return swept


def _references(value: Json) -> list[FileReference]:
    """The reference, if this is one."""
    try:
        return [read_file(value)]
    except (ValueError, TypeError, AttributeError):
        return []


def _untouched_since(storage: Storage, moment: datetime) -> Iterator[tuple[str, list[str]]]:
    """Tasks all of whose files are older, and the keys of these. Other directories are not ours."""
    try:
        for task_id in filter(TASK_ID.fullmatch, _listed(storage, "")[0]):
            keys = _keys(storage, task_id)
            if all(_is_older(storage, name, moment) for name in keys or [task_id]):
                yield task_id, keys
    except NotImplementedError:
        _say_that_it_cannot_list(type(storage).__qualname__)


def _is_older(storage: Storage, name: str, moment: datetime) -> bool:
    try:
        return storage.get_modified_time(name) < moment
    except OSError:
        return False  # Gone meanwhile, or not to be read; others still can be swept.


def _keys(storage: Storage, task_id: str) -> list[str]:
    return [
        f"{task_id}/{name}" for name in _listed(storage, task_id)[1] if FILE_NAME.fullmatch(name)
    ]


def _listed(storage: Storage, path: str) -> tuple[list[str], list[str]]:
    """The directories and the files there: none where there is no such place."""
    try:
        return storage.listdir(path)
    except FileNotFoundError:
        return [], []


def _remove_directory(storage: Storage, task_id: str, keys: list[str]) -> None:
    """Remove these files, and their directory if nothing has come into it meanwhile."""
    for key in keys:
        _remove(storage, key)
    if not any(_listed(storage, task_id)):
        _remove(storage, task_id)


def _remove(storage: Storage, name: str) -> None:
    try:
        storage.delete(name)
    except Exception:  # A storage raises what it likes, and no visitor can do anything about it.
        logger.warning("%s could not be deleted.", name, exc_info=True)


@cache
def _say_that_it_cannot_list(kind: str) -> None:
    """Once in each process; nothing else is to be done."""
    logger.warning(
        "%s cannot list its files, so those of tasks that are gone stay there. Name another "
        "storage as FLOWS_FILE_STORAGE, or have it delete what is old.",
        kind,
    )
