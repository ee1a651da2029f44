"""What developers build an action's options from."""

from cmsflows.cms.blocks.options import ActionOptions

__all__ = ["ActionOptions"]
