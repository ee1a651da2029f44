"""Of which flow a record is a run that goes on, and where it stands: by these, flows are listed."""

from cmsflows.statestore.base import Place, Record

LENGTH = 255
"""Characters of a flow, and of a place, that a column keeps."""


def flow_of(record: Record) -> str:
    """The flow of a run that goes on; empty for one that is over."""
    return str(record.get("flow", "")) if record.get("status") == "running" else ""


def place_of(record: Record) -> Place:
    """The version that a run is pinned to, and the node it stands at."""
    position = record.get("position")
    node = position[0] if isinstance(position, list) and position else ""
    return Place(str(record.get("version", "")), str(node))


def as_column(text: str) -> str:
    """What a column keeps of a text: flows written in code may have names of any length."""
    return text[:LENGTH]


def place_as_text(place: Place) -> str:
    """A place in one column; a version has no spaces."""
    return as_column(" ".join(place))


def place_in_text(text: str) -> Place:
    version, _, node = text.partition(" ")
    return Place(version, node)
