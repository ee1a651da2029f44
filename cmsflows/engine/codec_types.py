"""How single values of Python's own types are written as JSON and read again, by exact type.

A reader believes nothing: it raises `ValueError`, or another error of what it calls, for whatever
the writer beside it would not have written.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from cmsflows.engine.codec_tags import TAG, VALUE, Json

LARGEST_INTEGER = 10**1000
"""Python itself refuses to write or read integers of more than 4 300 digits as text."""

Moment = TypeVar("Moment", datetime, time)

ZONE = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*", re.ASCII)
"""The name of a time zone, as the IANA database spells them; nothing that could be a path."""


def plain(value: Any) -> Any:
    """Text or a number of a kind of its own, a choice say, as Python's own; all else as it is."""
    kind = type(value)
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, int) and kind is not bool:
        return int.__int__(value)
    return float.__float__(value) if issubclass(kind, float) else value


def unfit(value: Any) -> str:
    """Why JSON cannot keep a value that it has a word for; empty for nearly all. `Any`: any."""
    kind = type(value)
    if kind is str:
        return "" if value.isascii() or _is_unicode(value) else "it is no Unicode"
    if kind is float:
        return "" if math.isfinite(value) else "it is no finite number"
    if kind is int:
        return "" if -LARGEST_INTEGER < value < LARGEST_INTEGER else "it has too many digits"
    return ""


def write_scalar(value: Any) -> Json:
    """JSON for a value of one of these types. Raises `KeyError` for any other. `Any`: it tells."""
    if type(value) in PLAIN:
        return value
    tag, write = WRITERS[type(value)]
    return {TAG: tag, VALUE: write(value)}


def read_scalar(data: Json) -> Any:
    """The value `write_scalar` was given; raises as readers do. `Any`: of any of the types."""
    if type(data) in PLAIN:
        return data
    return READERS[data[TAG]](data[VALUE])


def _is_unicode(text: str) -> bool:
    try:
        return bool(text.encode())
    except UnicodeEncodeError:
        return False


def _write_moment(value: datetime | time) -> Json:
    """Text, or text, zone and fold where the text alone would not bring back the same.

    Raises `ValueError` for a time zone that says neither its name nor its distance from UTC.
    """
    zone = _zone_name(value.tzinfo)
    if zone is None and value.tzinfo is not None and value.utcoffset() is None:
        raise ValueError("its time zone has neither a name nor an offset")
    if zone is None and not value.fold:
        return value.isoformat()
    bare = value.replace(tzinfo=None) if zone else value
    return [bare.isoformat(), zone, value.fold]


def _zone_name(zone: tzinfo | None) -> str | None:
    """The name that brings a zone back; None for any kind but `ZoneInfo`."""
    if type(zone) is not ZoneInfo or not ZONE.fullmatch(zone.key or ""):
        return None
    return zone.key


def _moment_reader(kind: type[Moment]) -> Callable[[Json], Moment]:
    def read(data: Json) -> Moment:
        if isinstance(data, str):
            return kind.fromisoformat(data)
        text, zone, fold = _list(data)
        moment = kind.fromisoformat(text).replace(fold=fold)
        return moment.replace(tzinfo=_zone(zone)) if zone is not None else moment

    return read


def _zone(name: Json) -> ZoneInfo:
    if not ZONE.fullmatch(name):
        raise ValueError("no time zone has such a name")
    try:
        return ZoneInfo(name)
    except OSError as error:  # "Europe" is a directory.
        raise ValueError("no time zone has this name") from error


def _write_timedelta(value: timedelta) -> Json:
    return [value.days, value.seconds, value.microseconds]


def _read_timedelta(data: Json) -> timedelta:
    days, seconds, microseconds = _list(data)
    return timedelta(days=days, seconds=seconds, microseconds=microseconds)


def _read_decimal(data: Json) -> Decimal:
    return Decimal(_text(data))


def _read_uuid(data: Json) -> UUID:
    return UUID(_text(data))


def _text(data: Json) -> str:
    if not isinstance(data, str):
        raise TypeError("it is no text")
    return data


def _list(data: Json) -> list[Json]:
    if not isinstance(data, list):
        raise TypeError("it is no list")
    return data


PLAIN = frozenset({str, int, float, bool, type(None)})
"""What JSON has a word for."""

WRITERS: dict[type, tuple[str, Callable[[Any], Json]]] = {
    datetime: ("datetime", _write_moment),
    date: ("date", date.isoformat),
    time: ("time", _write_moment),
    timedelta: ("timedelta", _write_timedelta),
    Decimal: ("decimal", str),
    UUID: ("uuid", str),
}
"""By exact type: the tag, and how the value is written."""

READERS: dict[str, Callable[[Json], Any]] = {
    "datetime": _moment_reader(datetime),
    "date": date.fromisoformat,
    "time": _moment_reader(time),
    "timedelta": _read_timedelta,
    "decimal": _read_decimal,
    "uuid": _read_uuid,
}
"""By tag: how the value is read."""
