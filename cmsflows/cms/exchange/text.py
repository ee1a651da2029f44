"""Reads a file into JSON data, or says why it cannot."""

import json
import math
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cmsflows.cms.exchange.form import MAX_BYTES, MAX_DEPTH
from cmsflows.cms.exchange.places import ImportProblem, values_in


class UnreadableFileError(ValueError):
    """The file is no JSON that could be looked at."""


def data_of(content: bytes) -> Any:
    """The JSON in a file. Raises `UnreadableFileError`, with a sentence. `Any`: any JSON."""
    if len(content) > MAX_BYTES:
        raise UnreadableFileError(
            _("The file is larger than %(size)d MB.") % {"size": MAX_BYTES // 1_000_000}
        )
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableFileError(_("The file is no text in UTF-8.")) from error
    except RecursionError as error:
        raise UnreadableFileError(_("The file nests too deep to be read.")) from error
    except ValueError as error:
        sentence = _("The file is no JSON: %(reason)s.") % {"reason": str(error).rstrip(".")}
        raise UnreadableFileError(sentence) from error


def problems_of_values(data: Any) -> Iterator[ImportProblem]:
    """What can be written in JSON, and not be kept. `Any`: any JSON."""
    for place, value, depth in values_in(data):
        if depth == MAX_DEPTH and isinstance(value, dict | list) and value:
            yield ImportProblem(place, _("This nests deeper than can be kept."))
        elif isinstance(value, float) and not math.isfinite(value):
            yield ImportProblem(place, _("This is no number."))
        elif isinstance(value, str) and not _can_be_kept(value):
            yield ImportProblem(place, _("This text holds characters that cannot be kept."))


def _can_be_kept(text: str) -> bool:
    """No database keeps half a character, and PostgreSQL no NUL."""
    return "\0" not in text and not any("\ud800" <= each <= "\udfff" for each in text)
