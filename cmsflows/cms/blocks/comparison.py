"""How two revisions of a step are compared: by what editors know of it."""

from copy import copy
from typing import Any

from wagtail.admin.compare import StructBlockComparison
from wagtail.blocks import StructBlock

from cmsflows.cms.blocks.kept import KeptBlock


class StepComparison(StructBlockComparison):
    """Leaves out hidden values where there are none. `Any`: values of any block."""

    def __init__(
        self, block: StructBlock, exists_a: bool, exists_b: bool, val_a: Any, val_b: Any
    ) -> None:
        shown = copy(block)
        shown.child_blocks = {
            name: child
            for name, child in block.child_blocks.items()
            if not isinstance(child, KeptBlock) or _holds(val_a, name) or _holds(val_b, name)
        }
        super().__init__(shown, exists_a, exists_b, val_a, val_b)


ComparisonClass = type[StepComparison]
"""Named here for blocks that have a child called `type`."""


def _holds(value: Any, name: str) -> bool:
    return bool(value and value.get(name))
