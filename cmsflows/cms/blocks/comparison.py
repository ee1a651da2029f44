"""How two revisions of a step are compared: by what editors know of it."""

from copy import copy
from typing import Any

from wagtail.admin.compare import StructBlockComparison
from wagtail.blocks import Block, StructBlock

from cmsflows.cms.blocks.carried import CarriedBlock
from cmsflows.cms.blocks.kept import KeptBlock


class StepComparison(StructBlockComparison):
    """Leaves out what editors rarely set, where it is not set. `Any`: values of any block."""

    def __init__(
        self, block: StructBlock, exists_a: bool, exists_b: bool, val_a: Any, val_b: Any
    ) -> None:
        shown = copy(block)
        shown.child_blocks = {
            name: child
            for name, child in block.child_blocks.items()
            if self.is_shown(name, child, val_a) or self.is_shown(name, child, val_b)
        }
        super().__init__(shown, exists_a, exists_b, val_a, val_b)

    def is_shown(self, name: str, child: Block, value: Any) -> bool:
        is_rare = isinstance(child, KeptBlock | CarriedBlock) or name == "preconditions"
        return not is_rare or bool(value and value.get(name))


class TransitionComparison(StepComparison):
    """Leaves out the options of transitions that are not chosen."""

    def is_shown(self, name: str, child: Block, value: Any) -> bool:
        if name.startswith("options_"):
            return bool(value) and name == f"options_{value.get('type')}"
        return super().is_shown(name, child, value)


ComparisonClass = type[StepComparison]
"""Named here for blocks that have a child called `type`."""
