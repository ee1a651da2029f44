"""The block of what guards a step: a list of registered preconditions, each with its options."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import StreamBlock, StreamValue, StructBlock

from cmsflows.cms.blocks.adapters import PreconditionsAdapter
from cmsflows.cms.blocks.rule_options import NoOptions, options_block_of
from cmsflows.cms.blocks.unavailable import UNAVAILABLE, UnavailableBlock, unwrap, wrap
from cmsflows.cms.blocks.value import UNREADABLE
from cmsflows.engine.registry import Registered, Registry


class PreconditionsBlock(StreamBlock):
    """Stored as a list of `{"type": <registered key>, "options": {…}}`, without ids.

    What cannot be read stays in a placeholder. `Any`: it may be any JSON.
    """

    def __init__(self, known: Registry, **kwargs: Any) -> None:
        self.known = known
        children = [(entry.key, guard_block(entry)) for entry in known.preconditions]
        super().__init__([*children, (UNAVAILABLE, UnavailableBlock())], **kwargs)

    def to_python(self, value: Any) -> StreamValue:
        if isinstance(value, list) and not any(isinstance(each, tuple) for each in value):
            return StreamValue(self, [self._item(each) for each in value], is_lazy=True)
        return super().to_python(value)

    def bulk_to_python(self, values: Sequence[Any]) -> list[StreamValue]:
        return [self.to_python(value) for value in values]

    def get_prep_value(self, value: Any) -> list[Any]:
        return [
            unwrap(item)
            if item["type"] == UNAVAILABLE
            else {"type": item["type"], "options": item["value"]}
            for item in super().get_prep_value(value)
        ]

    def get_api_representation(self, value: Any, context: Any = None) -> list[Any]:
        return self.get_prep_value(value)

    def _item(self, spec: Any) -> dict[str, Any]:
        """A stream item that its block can read, else a placeholder."""
        kind = spec.get("type") if isinstance(spec, dict) else None
        entry = self.known.preconditions.find(kind) if isinstance(kind, str) else None
        block = self.child_blocks.get(entry.key) if entry else None
        if entry is None or block is None or spec.keys() - {"type", "options"}:
            return wrap(spec)
        options = spec.get("options") or {}
        if not _can_read(block, options):
            return wrap(spec)
        return {"type": entry.key, "value": options, "id": None}

    class Meta:
        icon = "lock"
        label = _("Who may come in")
        help_text = _("Visitors for whom this is not so are led to the step that would make it so.")
        required = False
        form_classname = "flow-preconditions"


def guard_block(entry: Registered) -> StructBlock:
    """The block of a registered precondition."""
    present = partial(options_block_of, entry.target)
    words = {"label": entry.label, "icon": entry.icon, "help_text": entry.description}
    return present(**words) or NoOptions(**words)


def _can_read(block: StructBlock, options: Any) -> bool:
    if not isinstance(options, dict) or options.keys() - block.child_blocks.keys():
        return False
    try:
        block.get_form_state(block.to_python(options))
    except UNREADABLE:
        return False
    return True


register(PreconditionsAdapter(), PreconditionsBlock)
