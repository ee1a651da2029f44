"""The stream a flow is assembled from, at its root and inside every scaffold: one block."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.checks import CheckMessage
from wagtail.admin.telepath import register
from wagtail.blocks import Block, StreamBlock, StreamValue

from cmsflows.cms.blocks.adapters import FlowStreamAdapter
from cmsflows.cms.blocks.shape import fits, is_item
from cmsflows.cms.blocks.step import StepBlock
from cmsflows.cms.blocks.unavailable import (
    UNAVAILABLE,
    Placeholder,
    UnavailableBlock,
    unwrap,
    wrap,
)
from cmsflows.cms.slugs import with_slugs


class FlowStreamBlock(StreamBlock):
    """Keeps what it does not know, and can be a child of its own children."""

    def __init__(self, local_blocks: Iterable[tuple[str, Block]] = (), **kwargs: Any) -> None:
        super().__init__([*local_blocks, (UNAVAILABLE, UnavailableBlock())], **kwargs)

    def to_python(self, value: Any) -> StreamValue:
        """A stream from stored JSON, or from what Wagtail takes beside it. `Any`: it may be all."""
        if isinstance(value, str):
            return self._from_text(value)
        if is_stored(value):
            return StreamValue(self, [self._sheltered(item) for item in value], is_lazy=True)
        if isinstance(value, dict | int | float):
            return self.empty_value(raw_text=json.dumps(value))
        return super().to_python(value)

    def bulk_to_python(self, values: Sequence[list[Any]]) -> list[StreamValue]:
        return super().bulk_to_python(
            [[self._sheltered(item) for item in stream] for stream in values]
        )

    def get_prep_value(self, value: Any) -> list[Any]:
        """The public stored form: placeholders give back what they hold, every step has a slug."""
        prepared = super().get_prep_value(value)
        return with_slugs(
            [unwrap(item) if item["type"] == UNAVAILABLE else item for item in prepared]
        )

    def restore_deferred_validation(self) -> None:
        """Its own flag first: Wagtail's order would go round and round the cycle."""
        self.is_deferred_validation = False
        super().restore_deferred_validation()

    def check(self, *, is_nested: bool = False, **kwargs: Any) -> list[CheckMessage]:
        """Once round is enough: below a scaffold stands this same block."""
        return [] if is_nested else super().check(is_nested=True, **kwargs)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Names no children, so that registering an action makes no migration."""
        return (f"{__name__}.{type(self).__name__}", [], {})

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, list[Any], dict[str, Any]]:
        return self.deconstruct()

    def _sheltered(self, item: Any) -> Mapping[str, Any]:
        """The raw item, in a placeholder where no block could make anything of it."""
        return item if self._knows(item) else wrap(item)

    def _knows(self, item: Any) -> bool:
        if isinstance(item, Placeholder):
            return True
        block = self.child_blocks.get(item["type"]) if is_item(item) else None
        return isinstance(block, StepBlock) and fits(item["value"], block.child_blocks)

    def _from_text(self, text: str) -> StreamValue:
        """Text that is no JSON stays in the database until steps take its place."""
        try:
            return self.to_python(json.loads(text)) if text else self.empty_value()
        except (ValueError, RecursionError):
            return self.empty_value(raw_text=text)

    class Meta:
        collapsed = True
        required = False
        form_classname = "flow-steps"


def is_stored(value: object) -> bool:
    """Is it a list as JSON has it? Python code may give tuples of type and value instead."""
    return isinstance(value, list) and bool(value) and not isinstance(value[0], tuple)


register(FlowStreamAdapter(), FlowStreamBlock)
