"""Whose a record is: the texts in it by which `find` finds it."""

from cmsflows.statestore.base import Record


def owner_of(record: Record) -> str:
    """The key of the user whose task it is; empty for nobody's."""
    return str(record.get("owner", ""))


def binding_of(record: Record) -> str:
    """The keyed hash of the session whose task it is."""
    return str(record.get("binding", ""))


def is_of(record: Record, *, owner: str, binding: str) -> bool:
    """Has the record this owner and this binding, whichever is given?"""
    if not owner and not binding:
        return False
    return owner in ("", owner_of(record)) and binding in ("", binding_of(record))
