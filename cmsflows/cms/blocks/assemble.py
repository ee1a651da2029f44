"""Assembles the stream block of flows from what is registered."""

from functools import lru_cache, partial

from django.apps import apps

from cmsflows.cms.blocks.editor_data import editor_data
from cmsflows.cms.blocks.preconditions import PreconditionsBlock
from cmsflows.cms.blocks.reusable import ReusableBlock
from cmsflows.cms.blocks.scaffold import ScaffoldBlock
from cmsflows.cms.blocks.step import ActionBlock, StepBlock
from cmsflows.cms.blocks.stream import FlowStreamBlock
from cmsflows.cms.blocks.transition import TransitionBlock
from cmsflows.cms.stored import REUSABLE, SCAFFOLD
from cmsflows.engine.registry import Registry, registry


def flow_stream_block() -> FlowStreamBlock:
    """The one stream block of this process, once every app's `flow_blocks` module was read."""
    return _kept_block() if apps.ready else assemble(registry)


def assemble(known: Registry) -> FlowStreamBlock:
    """A stream block with a child for everything registered, and scaffolds that hold it again."""
    # One for all steps, so that the editor's page holds its definition once.
    preconditions = ("preconditions", PreconditionsBlock(known))
    stream = FlowStreamBlock(
        [
            (REUSABLE, ReusableBlock(local_blocks=[preconditions])),
            *((entry.key, ActionBlock(entry, [preconditions])) for entry in known.actions),
            *((entry.key, StepBlock(entry, [preconditions])) for entry in known.scaffolds),
        ],
        current_key=partial(_current_key, known),
        editor_data=partial(editor_data, known),
    )
    transition = ("transition", TransitionBlock(known))
    scaffold = ScaffoldBlock(transition, preconditions, ("steps", stream))
    scaffold.set_name(SCAFFOLD)
    stream.child_blocks = {SCAFFOLD: scaffold, **stream.child_blocks}
    return stream


def _current_key(known: Registry, key: str) -> str:
    """A key that was registered as an alias is stored under its new name from the next save on."""
    entry = known.actions.find(key) or known.scaffolds.find(key)
    return entry.key if entry else key


@lru_cache(maxsize=1)
def _kept_block() -> FlowStreamBlock:
    return assemble(registry)


forget_block = _kept_block.cache_clear
"""Call it after registering something when Django has started already; tests do."""
