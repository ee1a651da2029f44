"""The visitor of `cmsflows.testing`, by the name that older tests know it by."""

from cmsflows.testing.visitor import FormReader, Visitor, is_here

__all__ = ["FormReader", "Visitor", "is_here"]
