"""Reads the stored form of before: tasks that were going on when a site was upgraded go on."""

from collections.abc import Mapping
from typing import Any

from cmsflows.exceptions import UnreadableRecordError
from cmsflows.statestore.base import Record


def upgraded(record: Mapping[str, Any]) -> Record:
    """A record of format 1 in the form of format 2.

    Raises `UnreadableRecordError` for any other format; `LookupError`, `TypeError`, `ValueError`
    or `AttributeError` for what is no record.
    """
    if record["format"] != 1:
        raise UnreadableRecordError(f"Format {record['format']!r} of a task is not known here.")
    node, seq = record["position"]
    answers = dict(record["answers"])
    visits = [_visit(each, answers) for each in record["visits"]]
    return {
        **record,
        "position": [node, seq, None, False],
        "visits": visits,
        "claim": None,
        "drafts": {name: {"values": values} for name, values in answers.items()},
        "commits": [],
        "attempts": {},
        "files": [],
    }


def _visit(visit: Record, answers: Record) -> Record:
    """The digest of format 1 was made of other things, so none of its visits is replayed."""
    given = answers.get(visit["node"])
    return {**visit, "digest": "", **({"answers": {"values": given}} if given is not None else {})}
