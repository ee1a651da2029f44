"""Reads the steps of a flow from a posted form, whole or not at all."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from wagtail.blocks import StreamBlock

from cmsflows.cms.blocks.carried import Damaged
from cmsflows.cms.blocks.unavailable import UNAVAILABLE


def posted_items(
    block: StreamBlock, data: Mapping[str, str], files: Any, prefix: str
) -> list[tuple[str, Any, str | None]]:
    """Type, value and id of every step, in the order the editor gave them.

    Raises `KeyError` or `ValueError` where fields are missing or no numbers. `Any`: the values
    are what each block reads, and files are Django's own.
    """
    count = int(data[f"{prefix}-count"])
    if count > len(data):
        raise ValueError(f"The form announces {count} steps and has {len(data)} fields.")
    posted = [
        (int(data[f"{prefix}-{index}-order"]), _item(block, data, files, f"{prefix}-{index}"))
        for index in range(count)
        if not data[f"{prefix}-{index}-deleted"]
    ]
    return [item for _order, item in sorted(posted, key=itemgetter(0))]


def _item(
    block: StreamBlock, data: Mapping[str, str], files: Any, prefix: str
) -> tuple[str, Any, str | None]:
    kind = data[f"{prefix}-type"]
    block_id = data.get(f"{prefix}-id")
    child = block.child_blocks.get(kind)
    if child is None:
        # Its app went while the form was open. Nobody can read the fields, and dropping them
        # would lose the step: the form error asks to reload.
        return UNAVAILABLE, Damaged(kind), block_id
    return kind, child.value_from_datadict(data, files, f"{prefix}-value"), block_id
