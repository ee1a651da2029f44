"""The field that holds a flow: a StreamField that knows its blocks by itself."""

from typing import Any

from wagtail.fields import StreamField

from cmsflows.cms.blocks.assemble import flow_stream_block
from cmsflows.cms.blocks.stream import FlowStreamBlock


class FlowField(StreamField):
    """A stream of steps. It may always be empty: what cannot run cannot be published instead."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["blank"] = True
        super().__init__([], **kwargs)

    @property
    def stream_block(self) -> FlowStreamBlock:
        """Built when first asked for: models are loaded before actions are registered."""
        return flow_stream_block()

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Names no blocks, so that registering an action makes no migration."""
        name, path, _args, kwargs = super(StreamField, self).deconstruct()
        return name, path, [], kwargs
