"""Keeps tasks in files, for development: several processes of one machine may share them.

A file holds the version and the record; its time of modification lies in the future, and is when
the task expires. So a task is touched without being written, and listed without being read.
"""

import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path

from cmsflows import conf
from cmsflows.exceptions import UnreadableRecordError
from cmsflows.statestore.base import FIND_LIMIT, Listed, Record, Stored, VersionedStateStore
from cmsflows.statestore.listing import listed_among
from cmsflows.statestore.private_directory import UNFINISHED, PrivateDirectory, opened
from cmsflows.statestore.texts import VERSION, from_text, longest, to_text
from cmsflows.statestore.whose import is_of

SETTING = "FLOWS_TMPFILE_STATE_STORE_DIRECTORY"

TASK_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")

ENDING = ".task"

LOCKS = 64
"""Tasks share them, so that no lock has to be deleted while somebody may wait for it."""

UNFINISHED_AGE = 60 * 60
"""Seconds after which nobody is going to finish a file."""


class StateStore(VersionedStateStore):
    """Needs a system that has `flock`: any but Windows."""

    supports_listing = True

    def load(self, task_id: str) -> Stored | None:
        name = _file_of(task_id)
        with _directory() as directory:
            return _living(directory, task_id, name)

    def create(self, task_id: str, record: Record, *, lifetime: float) -> bool:
        data = _data(1, to_text(task_id, record))
        with _alone(task_id) as (directory, name):
            if _is_living(directory.modified_at(name)):
                return False
            directory.write(name, data, modified_at=time.time() + lifetime)
            return True

    def replace(self, task_id: str, record: Record, *, version: int, lifetime: float) -> bool:
        data = _data(version + 1, to_text(task_id, record))
        with _alone(task_id) as (directory, name):
            stored = _living(directory, task_id, name)
            if stored is None or stored.version != version:
                return False
            directory.write(name, data, modified_at=time.time() + lifetime)
            return True

    def touch(self, task_id: str, *, lifetime: float) -> bool:
        with _alone(task_id) as (directory, name):
            if not _is_living(directory.modified_at(name)):
                return False
            directory.set_modified(name, time.time() + lifetime)
            return True

    def purge(self, *, batch: int) -> int:
        deleted = 0
        with _directory() as directory:
            for name in directory.names():
                if deleted == batch:
                    break
                deleted += _purge(directory, name)
        return deleted

    def find(self, *, owner: str = "", binding: str = "") -> list[str]:
        if not owner and not binding:
            return []
        with _directory() as directory:
            found = {
                task_id: stored.expires_at
                for task_id, stored in _all_living(directory)
                if is_of(stored.record, owner=owner, binding=binding)
            }
        return sorted(found, key=lambda task_id: -found[task_id])[:FIND_LIMIT]

    def of_flow(self, flow: str) -> Iterator[Listed]:
        with _directory() as directory:
            ids = list(_ids_in(directory))
        return listed_among(self, ids, flow)

    def delete_state(self, task_id: str) -> None:
        with _alone(task_id) as (directory, name):
            directory.delete(name)


def _file_of(task_id: str) -> str:
    """Raises `ValueError` for what is no id: it could name a file elsewhere."""
    if not TASK_ID.fullmatch(task_id):
        raise ValueError(f"{task_id!r} is no task's id: letters, digits, '-' and '_' make one.")
    return f"{task_id}{ENDING}"


def _directory() -> AbstractContextManager[PrivateDirectory]:
    named = str(conf.get(SETTING))
    path = Path(named) if named else Path(tempfile.gettempdir()) / f"cmsflows-{os.geteuid()}"
    return opened(path, setting=SETTING)


@contextmanager
def _alone(task_id: str) -> Iterator[tuple[PrivateDirectory, str]]:
    """The directory and the name of a task's file, which nobody else may change meanwhile."""
    name = _file_of(task_id)
    with _directory() as directory, directory.locked(_lock_of(name)):
        yield directory, name


def _lock_of(name: str) -> str:
    """The same in every process, as `hash` is not."""
    number = int.from_bytes(sha256(name.encode()).digest()[:4], "big") % LOCKS
    return f"{number}.lock"


def _data(version: int, text: str) -> bytes:
    return f"{version}\n{text}".encode("ascii")


def _living(directory: PrivateDirectory, task_id: str, name: str) -> Stored | None:
    """Raises `UnreadableRecordError` for a file that this store did not write."""
    content = directory.read(name, limit=longest() + 100)
    if content is None or not _is_living(content.modified_at):
        return None
    version, _, text = content.data.partition(b"\n")
    if not VERSION.fullmatch(version):
        raise UnreadableRecordError(f"{name} does not begin with a version.")
    return Stored(from_text(task_id, text), int(version), content.modified_at)


def _is_living(expires_at: float | None) -> bool:
    return expires_at is not None and expires_at > time.time()


def _all_living(directory: PrivateDirectory) -> Iterator[tuple[str, Stored]]:
    """Every task that can be read."""
    for task_id in _ids_in(directory):
        try:
            stored = _living(directory, task_id, _file_of(task_id))
        except UnreadableRecordError:
            continue  # Whoever asks for that very task is told.
        if stored:
            yield task_id, stored


def _ids_in(directory: PrivateDirectory) -> Iterator[str]:
    """The ids of all tasks there are files of, living or not."""
    for name in directory.names():
        task_id = name.removesuffix(ENDING)
        if task_id != name and TASK_ID.fullmatch(task_id):
            yield task_id


def _purge(directory: PrivateDirectory, name: str) -> int:
    """Delete a file that is expired or was never finished; answer how many tasks went."""
    try:
        modified_at = directory.modified_at(name)
    except UnreadableRecordError:
        return 0
    if name.endswith(UNFINISHED) and not _is_living((modified_at or 0) + UNFINISHED_AGE):
        directory.delete(name)
    if not name.endswith(ENDING) or _is_living(modified_at):
        return 0
    with directory.locked(_lock_of(name)):
        # Asked again: a living one may have taken its place meanwhile.
        modified_at = directory.modified_at(name)
        if modified_at is None or _is_living(modified_at):
            return 0
        directory.delete(name)
        return 1
