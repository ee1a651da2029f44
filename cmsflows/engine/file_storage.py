"""Where uploads rest: the storage that STORAGES names for them, else a directory of our own.

No web server serves either: whoever may see a file gets it through the flow.
"""

import os
import stat
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage, Storage, storages

from cmsflows import conf
from cmsflows.exceptions import InsecureDirectoryError

OWNER_ONLY = 0o700


def file_storage() -> Storage:
    """The storage for uploads. Raises `InsecureDirectoryError`, see `private_directory`."""
    alias = conf.file_storage()
    if alias in storages.backends:
        return storages[alias]
    return PrivateStorage(private_directory(conf.file_directory(), name="cmsflows-files"))


class PrivateStorage(FileSystemStorage):
    """Files that only the user whom the site runs as can read, and that have no URL."""

    def __init__(self, location: Path) -> None:
        super().__init__(
            location, file_permissions_mode=0o600, directory_permissions_mode=OWNER_ONLY
        )

    def url(self, name: str | None) -> str:
        """Raises `ValueError`: Django's own would take MEDIA_URL."""
        raise ValueError("This file is private, it has no URL.")


def private_directory(path: str, *, name: str) -> Path:
    """A directory that nobody else can look into, made where there is none yet.

    No path means one of this name, with the user's number, among the system's temporary files.
    Raises `InsecureDirectoryError` where somebody else was there first.
    """
    directory = Path(path or Path(tempfile.gettempdir()) / f"{name}-{os.geteuid()}")
    if path:
        directory.parent.mkdir(parents=True, exist_ok=True)
    try:
        directory.mkdir(mode=OWNER_ONLY)
    except FileExistsError:
        _claim(directory)
    return directory


def _claim(directory: Path) -> None:
    found = directory.lstat()  # A link is not followed: it leads where its owner likes.
    if not stat.S_ISDIR(found.st_mode):
        raise InsecureDirectoryError(path=str(directory), reason="it is a link or a file")
    if found.st_uid != os.geteuid():
        raise InsecureDirectoryError(path=str(directory), reason="it belongs to somebody else")
    if stat.S_IMODE(found.st_mode) & ~OWNER_ONLY:
        directory.chmod(OWNER_ONLY)
