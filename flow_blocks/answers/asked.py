"""A field that an editor has put into a form, as Wagtail's form builder reads fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.coreutils import safe_snake_case

NAME_LENGTH = 50
NAMELESS = "field"


@dataclass(frozen=True, slots=True)
class AskedField:
    """What the editor set for one field. `Any`: each kind has settings of its own."""

    kind: str
    clean_name: str
    settings: Mapping[str, Any]

    @property
    def field_type(self) -> str:
        return self.kind

    @property
    def label(self) -> str:
        return str(self.settings.get("label") or self.clean_name)

    @property
    def help_text(self) -> str:
        return str(self.settings.get("help_text") or "")

    @property
    def required(self) -> bool:
        return bool(self.settings.get("required", True))

    @property
    def default_value(self) -> Any:
        """`Any`: of the field's kind."""
        return self.settings.get("default")


def name_of(label: str) -> str:
    """The name that a question is called by where the editor gives it none: its own words."""
    return safe_snake_case(label)[:NAME_LENGTH].strip("_") or NAMELESS


def asked_fields(stream: Iterable[Any]) -> list[AskedField]:
    """The fields of a form, each under a name of its own, whatever was saved without checks.

    `Any`: the children of a StreamValue.
    """
    found: dict[str, AskedField] = {}
    for child in stream:
        wanted = child.value.get("name") or name_of(child.value.get("label") or "")
        name = _unused(wanted.strip("_") or NAMELESS, found)
        found[name] = AskedField(child.block_type, name, child.value)
    return list(found.values())


def _unused(name: str, taken: Mapping[str, AskedField]) -> str:
    number, candidate = 2, name
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    return candidate
