"""The stream a flow is assembled from, at its root and inside every scaffold: one block."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.core.checks import CheckMessage
from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.blocks import Block, StreamBlock, StreamBlockValidationError, StreamValue

from cmsflows.cms.blocks.adapters import FlowStreamAdapter
from cmsflows.cms.blocks.posted import posted_items
from cmsflows.cms.blocks.shape import fits, is_item
from cmsflows.cms.blocks.step import StepBlock
from cmsflows.cms.blocks.unavailable import (
    UNAVAILABLE,
    Placeholder,
    UnavailableBlock,
    unwrap,
    wrap,
)
from cmsflows.cms.blocks.value import UNREADABLE, FlowValue, Nested, depth_of
from cmsflows.cms.ids import with_ids
from cmsflows.cms.limits import is_too_deep, max_levels
from cmsflows.cms.slugs import with_slugs
from cmsflows.cms.stored import MAX_LEVELS, steps_of, with_value


class FlowStreamBlock(StreamBlock):
    """Keeps what it does not know, and can be a child of its own children.

    `Any` in what follows: a raw item may be any JSON.
    """

    def __init__(
        self,
        local_blocks: Iterable[tuple[str, Block]] = (),
        current_key: Callable[[str], str] = str,
        editor_data: Callable[[], dict[str, Any]] = dict,
        **kwargs: Any,
    ) -> None:
        """`current_key` answers the key that a stored type goes by now, `editor_data` what the
        scripts of its blocks know of all of them."""
        self.current_key = current_key
        self.editor_data = editor_data
        super().__init__([*local_blocks, (UNAVAILABLE, UnavailableBlock())], **kwargs)

    def to_python(self, value: Any) -> StreamValue:
        """A stream from stored JSON, or from whatever else Wagtail takes for one."""
        if isinstance(value, str):
            return self._from_text(value)
        if isinstance(value, list) and value and not isinstance(value[0], tuple):
            return FlowValue(self, self._sheltered(value), is_lazy=True)
        if isinstance(value, dict | int | float):
            return self.empty_value(raw_text=json.dumps(value))
        return super().to_python(value)

    def bulk_to_python(self, values: Sequence[list[Any]]) -> list[StreamValue]:
        streams = [self._sheltered(stream) for stream in values]
        try:
            found: list[StreamValue] = super().bulk_to_python(streams)
        except UNREADABLE:
            found = super().bulk_to_python(
                [[item if self.can_read(item) else wrap(item) for item in each] for each in streams]
            )
        return found

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> StreamValue:
        """What a form holds. Raises `BadRequest` where it is not the form that was sent out."""
        try:
            items = posted_items(self, data, files, prefix)
            return StreamValue(self, [self._recognised(*item) for item in items])
        except (KeyError, ValueError, RecursionError) as error:
            raise BadRequest(_("The steps of this flow came back incomplete.")) from error

    def clean(self, value: StreamValue) -> StreamValue:
        allowed = max_levels()
        if depth_of(value) > allowed:
            sentence = _("Groups may stand within each other up to %(levels)d levels deep.")
            raise StreamBlockValidationError(non_block_errors=[sentence % {"levels": allowed}])
        cleaned = super().clean(value)
        if is_too_deep(partial(self.get_prep_value, cleaned)):
            sentence = _("Groups and conditions stand too deep within each other for this site.")
            raise StreamBlockValidationError(non_block_errors=[sentence])
        return cleaned

    def get_prep_value(self, value: Any) -> list[Any]:
        """The public stored form: placeholders give back what they hold, the rest is complete."""
        prepared = [
            unwrap(item) if item["type"] == UNAVAILABLE else item
            for item in super().get_prep_value(value)
        ]
        return with_slugs(with_ids(prepared, self.knows), self.knows)

    def get_form_state(self, value: Any) -> list[dict[str, Any]]:
        return [self._form_state(child) for child in value or ()]

    def restore_deferred_validation(self) -> None:
        """Its own flag first: Wagtail's order would go round the cycle for ever."""
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

    def knows(self, item: Any) -> bool:
        """Is this a step of a type that has a block, in a shape which that block can read?"""
        block = self._block_of(item) if is_item(item) else None
        return isinstance(block, StepBlock) and fits(item["value"], block.child_blocks)

    def can_read(self, item: Any) -> bool:
        """Does its block make a value of it? Options are the developer's, and may refuse."""
        try:
            self._block_of(item).bulk_to_python([item["value"]])
        except UNREADABLE:
            return False
        return True

    def _sheltered(self, stream: list[Any]) -> list[Any]:
        """Raw items, in placeholders where no block could make anything of them."""
        level = getattr(stream, "level", 1)
        return [self._shelter(item, level) for item in stream]

    def _shelter(self, item: Any, level: int) -> Any:
        if isinstance(item, Placeholder):
            return item
        if not self.knows(item):
            return wrap(item)
        if steps := steps_of(item):
            if level == MAX_LEVELS:
                return wrap(item)
            item = with_value(item, steps=Nested(steps, level + 1))
        return {**item, "type": self.current_key(item["type"]), "id": item.get("id")}

    def _block_of(self, item: dict[str, Any]) -> Any:
        return self.child_blocks.get(self.current_key(item["type"]))

    def _recognised(self, kind: str, value: Any, block_id: str | None) -> tuple[str, Any, Any]:
        """A placeholder may not smuggle in a known step unchecked."""
        if kind == UNAVAILABLE and self.knows(value) and self.can_read(value):
            kind = self.current_key(value["type"])
            value = self.child_blocks[kind].bulk_to_python([value["value"]])[0]
        return kind, value, block_id

    def _form_state(self, child: StreamValue.StreamChild) -> dict[str, Any]:
        try:
            state = child.block.get_form_state(child.value)
        except UNREADABLE:
            placeholder = wrap(child.get_prep_value())
            state = self.child_blocks[UNAVAILABLE].get_form_state(placeholder["value"])
            return {"type": UNAVAILABLE, "value": state, "id": child.id}
        return {"type": child.block.name, "value": state, "id": child.id}

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


register(FlowStreamAdapter(), FlowStreamBlock)
