"""What a file is, told by its bytes: neither by its name nor by what the browser says.

Only the beginning of a file is read, and nothing is ever unpacked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmsflows.engine.file_reference import clean_name

BYTES_READ = 64 * 1024
"""Enough to find the names that office documents begin with."""

Endings = dict[str, tuple[str, ...]]
"""By media type: the endings that names of such files may have."""

IMAGES: Endings = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif"),
}
PDF: Endings = {"application/pdf": ("pdf",)}
OPEN_XML = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
OFFICE: Endings = {
    "application/msword": ("doc", "dot"),
    "application/vnd.ms-excel": ("xls", "xlt"),
    "application/vnd.ms-powerpoint": ("ppt", "pps"),
    f"{OPEN_XML}.wordprocessingml.document": ("docx",),
    f"{OPEN_XML}.spreadsheetml.sheet": ("xlsx",),
    f"{OPEN_XML}.presentationml.presentation": ("pptx",),
    f"{OPEN_DOCUMENT}.text": ("odt",),
    f"{OPEN_DOCUMENT}.spreadsheet": ("ods",),
    f"{OPEN_DOCUMENT}.presentation": ("odp",),
}


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that editors can allow."""

    label: str | Promise
    endings: Endings


KINDS = {
    "image": FileKind(_("pictures (JPEG, PNG, GIF, WebP, HEIC)"), IMAGES),
    "pdf": FileKind(_("PDF"), PDF),
    "office": FileKind(_("office documents (Word, Excel, PowerPoint, OpenDocument)"), OFFICE),
}
"""By key, for ever: keys are stored in pages."""


def endings_of(kinds: Iterable[str]) -> Endings:
    """What files of these kinds may be, and how their names may end. Unknown kinds allow none."""
    known = [KINDS[key] for key in kinds if key in KINDS]
    return {media_type: ends for kind in known for media_type, ends in kind.endings.items()}


def media_type_of(upload: UploadedFile) -> str:
    """The media type that a file's first bytes tell; empty for one that they do not tell."""
    upload.seek(0)
    beginning = upload.read(BYTES_READ)
    upload.seek(0)
    found = filetype.guess(beginning) if beginning else None
    return str(found.mime) if found else ""


def ending_of(name: str) -> str:
    """How a file's name ends, in small letters; empty where it has no ending."""
    return PurePosixPath(clean_name(name)).suffix.lower().removeprefix(".")
