"""The answers to one step, as they were submitted: to show again and to validate again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Answers:
    """What was typed, and the uploads that were kept; nothing secret is among them."""

    values: Mapping[str, list[str]] = field(default_factory=dict)
    """By the name of the input."""
    files: Mapping[str, Any] = field(default_factory=dict)
    """By the name of the input: encoded references. `Any`: JSON, as `codec` writes it."""
    withheld: tuple[str, ...] = ()
    """Names of inputs whose values are secret, and so were not kept."""
    used: str = ""
    """A keyed hash of the state that the step needed then; see `used`."""

    def __bool__(self) -> bool:
        return bool(self.values or self.files or self.withheld)

    def get(self, name: str) -> list[str]:
        """What was submitted under this name; nothing is an empty list."""
        return self.values.get(name, [])

    def as_post(self) -> QueryDict:
        """The values as a form expects them."""
        data = QueryDict(mutable=True)
        for name, values in self.values.items():
            data.setlist(name, list(values))
        return data
