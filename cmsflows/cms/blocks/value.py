"""The value of a flow: a stream that is read when looked at, and survives what cannot be read."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamValue

from cmsflows.cms.blocks.unavailable import UNAVAILABLE, wrap
from cmsflows.cms.stored import SCAFFOLD

UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, ValidationError)
"""What blocks raise at JSON they do not expect, be they Wagtail's or a developer's."""


class Nested(list[Any]):
    """The raw steps of a scaffold, and how deep they stand; `Any`: they may be any JSON."""

    def __init__(self, steps: list[Any], level: int) -> None:
        super().__init__(steps)
        self.level = level


class FlowValue(StreamValue):
    """A stream whose items become values when first looked at, as Wagtail's do."""

    def _prefetch_blocks(self, type_name: str) -> None:
        """Wagtail's own hook; an item that its block refuses becomes a placeholder here."""
        try:
            super()._prefetch_blocks(type_name)
        except UNREADABLE:
            self._shelter_refused(type_name)
            super()._prefetch_blocks(type_name)
            super()._prefetch_blocks(UNAVAILABLE)

    def _shelter_refused(self, type_name: str) -> None:
        for index, item in enumerate(self._raw_data):
            is_raw = self._bound_blocks[index] is None and item["type"] == type_name
            if is_raw and not self.stream_block.can_read(item):
                self._raw_data[index] = wrap(item)


def depth_of(value: StreamValue) -> int:
    """How many streams stand within each other; counted without recursion."""
    deepest = 0
    waiting = [(value, 1)]
    while waiting:
        stream, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend(
            (child.value["steps"], level + 1)
            for child in stream
            if child.block_type == SCAFFOLD and child.value.get("steps")
        )
    return deepest
