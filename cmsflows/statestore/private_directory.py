"""A directory that is this user's alone, and the files in it: what `tmpfile_store` stands on.

A file is a name below the open directory, and no link is followed: nobody who may write beside the
directory can make this read, overwrite or delete anything else.
"""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cmsflows.exceptions import StoreUnavailableError, UnreadableRecordError

UNFINISHED = ".new"
"""Files end so while they are being written."""


@dataclass(frozen=True, slots=True)
class Content:
    """What was read of a file, and its time: seconds since the epoch."""

    data: bytes
    modified_at: float


class PrivateDirectory:
    """The directory while it is open; see `opened`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self, name: str, *, limit: int) -> Content | None:
        """A file, up to `limit` bytes of it. Raises `UnreadableRecordError` for what is none."""
        modified_at = self.modified_at(name)
        if modified_at is None:
            return None
        # A pipe would keep a reader waiting for ever.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            descriptor = os.open(name, flags, dir_fd=self._descriptor)
        except FileNotFoundError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            return Content(file.read(limit), os.fstat(descriptor).st_mtime)

    def write(self, name: str, data: bytes, *, modified_at: float) -> None:
        """Put a file in the place of whatever is there, in one step."""
        unfinished = f"{secrets.token_hex(8)}{UNFINISHED}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        descriptor = os.open(unfinished, flags, 0o600, dir_fd=self._descriptor)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            self.set_modified(unfinished, modified_at)
            here = self._descriptor
            os.replace(unfinished, name, src_dir_fd=here, dst_dir_fd=here)
        except BaseException:
            self.delete(unfinished)
            raise

    def modified_at(self, name: str) -> float | None:
        """The time of a file; None when there is none. Raises `UnreadableRecordError`."""
        try:
            found = os.stat(name, dir_fd=self._descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableRecordError(f"{name} is no plain file.")
        return found.st_mtime

    def set_modified(self, name: str, modified_at: float) -> None:
        """Move the time of a file that is there."""
        both = (modified_at, modified_at)
        os.utime(name, both, dir_fd=self._descriptor, follow_symlinks=False)

    def delete(self, name: str) -> None:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self._descriptor)

    def names(self) -> list[str]:
        return os.listdir(self._descriptor)

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Wait until no other thread or process has this lock, and have it."""
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        descriptor = os.open(name, flags, 0o600, dir_fd=self._descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)  # Gives the lock back, as the end of the process would.


@contextmanager
def opened(path: Path, *, setting: str) -> Iterator[PrivateDirectory]:
    """The directory, made where it is missing.

    Raises `StoreUnavailableError` when it is not this user's alone, or cannot be used; the error
    names the `setting` by which it is chosen.
    """
    try:
        descriptor = _open(path)
    except OSError as error:
        raise _unusable(path, str(error.strerror), setting) from error
    try:
        _refuse_shared(path, descriptor, setting)
        yield PrivateDirectory(descriptor)
    except OSError as error:
        raise _unusable(path, str(error.strerror), setting) from error
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    with suppress(FileExistsError):
        path.mkdir(mode=0o700, parents=True)
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)


def _refuse_shared(path: Path, descriptor: int, setting: str) -> None:
    found = os.fstat(descriptor)
    if found.st_uid != os.geteuid():
        raise _unusable(path, "it belongs to another user", setting)
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise _unusable(path, "other users may look into it", setting)


def _unusable(path: Path, reason: str, setting: str) -> StoreUnavailableError:
    hint = f"{setting} names another; its mode must be 0700."
    return StoreUnavailableError(store=f"The directory {path}", reason=reason, hint=hint)
