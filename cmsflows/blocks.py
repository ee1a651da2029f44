"""What developers build an action's options from."""

from cmsflows.cms.blocks.options import ActionOptions
from cmsflows.cms.blocks.state_names import StateNamesBlock

__all__ = ["ActionOptions", "StateNamesBlock"]
