"""Small files of several kinds, and some that are not what they say."""

import io
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
EXE = b"MZ" + b"\0" * 200


def upload(content: bytes, name: str, says: str = "image/png") -> SimpleUploadedFile:
    """An upload; `says` is what the browser says it is, which nobody is to believe."""
    return SimpleUploadedFile(name, content, says)


def picture(kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, kind)
    return file.getvalue()


def archive(names: Mapping[str, bytes]) -> bytes:
    """A zip file, of which office documents are a kind: names and contents."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in names.items():
            zipped.writestr(name, content)
    return file.getvalue()


def word_document(text: bytes = b"<x/>") -> bytes:
    parts = {"[Content_Types].xml": b"<x/>", "_rels/.rels": b"<x/>", "word/document.xml": text}
    return archive(parts)
