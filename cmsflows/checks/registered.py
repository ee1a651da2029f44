"""Checks what is registered: is it what it says, and can editors place it?"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register
from django.urls import get_resolver

from cmsflows.cms.blocks.assemble import flow_stream_block
from cmsflows.engine.action import Action
from cmsflows.engine.preconditions import Precondition
from cmsflows.engine.registry import Shelf, dotted_path, registry
from cmsflows.engine.scaffold import Scaffold
from cmsflows.engine.transitions import Transition

BASES: tuple[tuple[Shelf, type], ...] = (
    (registry.actions, Action),
    (registry.scaffolds, Scaffold),
    (registry.preconditions, Precondition),
    (registry.transitions, Transition),
)
"""What stands on each shelf."""


@register("cmsflows")
def check_registered_classes(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Is all that is registered what it is registered as? `Any`: Django passes what it likes."""
    return [
        Error(
            f"{dotted_path(entry.target)} is registered as the {shelf.kind} {entry.key!r}, but it "
            f"is no subclass of {base.__name__}.",
            hint=f"Make it a subclass of cmsflows.{base.__name__}.",
            id="cmsflows.E003",
        )
        for shelf, base in BASES
        for entry in shelf
        if not issubclass(entry.target, base)
    ]


@register("cmsflows")
def check_late_steps(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Can editors place every step that is registered? `Any`: Django passes what it likes.

    The admin's URLs make the page editor's blocks. What is registered by URLs that are read after
    them has none, or has one in this process and not in the next.
    """
    len(get_resolver().url_patterns)  # Reads them.
    known = flow_stream_block().child_blocks
    late = [
        entry.key for entry in (*registry.actions, *registry.scaffolds) if entry.key not in known
    ]
    if not late:
        return []
    message = f"Editors cannot place {', '.join(late)}: registered after Django had started."
    hint = "Import the module that registers them in the module `flow_blocks` of its app."
    return [Warning(message, hint=hint, id="cmsflows.W002")]
