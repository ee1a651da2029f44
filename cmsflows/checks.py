"""System checks: mistakes of a site, said at start instead of to a visitor."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Warning, register
from django.urls import get_resolver
from django.utils.module_loading import import_string

from cmsflows import conf
from cmsflows.cms.blocks.assemble import flow_stream_block
from cmsflows.engine.action import Action
from cmsflows.engine.preconditions import Precondition
from cmsflows.engine.registry import Shelf, dotted_path, registry
from cmsflows.engine.scaffold import Scaffold
from cmsflows.engine.transitions import Transition
from cmsflows.exceptions import DefinitionError
from cmsflows.statestore.loading import default_store

FIELDS_OF_A_LARGE_FLOW = 5_000
"""What the form of a flow of nearly 400 steps posts."""

FIELDS_OF_A_STEP = 13

BASES: tuple[tuple[Shelf, type], ...] = (
    (registry.actions, Action),
    (registry.scaffolds, Scaffold),
    (registry.preconditions, Precondition),
    (registry.transitions, Transition),
)
"""What stands on each shelf."""


@register("cmsflows")
def check_state_store(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Is FLOWS_STATE_STORE a store? `Any`: Django passes what it likes."""
    try:
        default_store()
    except DefinitionError as error:
        hint = "The default is 'cmsflows.statestore.django_store'."
        return [Error(str(error), hint=hint, id="cmsflows.E001")]
    return []


@register("cmsflows")
def check_task_binder(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Is FLOWS_TASK_BINDER a function? `Any`: Django passes what it likes."""
    path = conf.get("FLOWS_TASK_BINDER")
    try:
        binder = import_string(path)
    except ImportError:
        binder = None
    if callable(binder):
        return []
    message = f"FLOWS_TASK_BINDER is {path!r}, and no function can be imported from there."
    hint = "Name a function of the request that answers whose task it is."
    return [Error(message, hint=hint, id="cmsflows.E002")]


@register("cmsflows")
def check_state_models(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Is there each model whose objects may be kept? `Any`: Django passes what it likes."""
    known = {model._meta.label_lower for model in apps.get_models()}
    return [
        Error(
            f"FLOWS_STATE_MODELS names {label!r}, and no installed app has such a model.",
            hint="List models as 'app.Model', each by its own name.",
            id="cmsflows.E004",
        )
        for label in sorted(conf.state_models() - known)
    ]


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
def check_upload_limit(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Can the form of a large flow be posted? `Any`: Django passes what it likes."""
    limit = conf.max_form_fields()
    if limit is None or limit >= FIELDS_OF_A_LARGE_FLOW:
        return []
    message = (
        f"DATA_UPLOAD_MAX_NUMBER_FIELDS is {limit}: a flow of more than about "
        f"{limit // FIELDS_OF_A_STEP} steps could not be saved."
    )
    hint = (
        f"Set it to {FIELDS_OF_A_LARGE_FLOW * 2} or more. Each step posts about "
        f"{FIELDS_OF_A_STEP} fields."
    )
    return [Warning(message, hint=hint, id="cmsflows.W001")]


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
