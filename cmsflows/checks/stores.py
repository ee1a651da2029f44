"""Checks the stores: are they there, and what can they not do?"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register

from cmsflows.engine.registry import dotted_path
from cmsflows.exceptions import DefinitionError
from cmsflows.statestore.base import VersionedStateStore
from cmsflows.statestore.loading import default_store, known_stores

STALE_WRITES = "refuse a write that would overwrite a newer one"
LISTING = "list the tasks of one visitor"
DELETING = "delete what is expired"


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
def check_what_stores_can(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Is there something that a store cannot do? `Any`: Django passes what it likes."""
    return [
        Warning(
            f"{name_of(store)} cannot {', nor '.join(lacks)}.",
            hint="Make it a subclass of cmsflows.statestore.base.VersionedStateStore, or take one "
            "of those that come with cmsflows. Until then a visitor with two tabs may lose "
            "answers.",
            id="cmsflows.W003",
        )
        for store in stores_that_are_there()
        if (lacks := what_it_lacks(store))
    ]


def stores_that_are_there() -> list[VersionedStateStore]:
    """Every store of this process; none where the default is missing, as E001 says."""
    try:
        return known_stores()
    except DefinitionError:
        return []


def what_it_lacks(store: VersionedStateStore) -> list[str]:
    lacks = {
        STALE_WRITES: not store.supports_compare_and_swap,
        LISTING: not store.supports_find,
        # One that forgets by itself has nothing to delete.
        DELETING: not store.supports_purge and not store.supports_expiry,
    }
    return [what for what, is_lacking in lacks.items() if is_lacking]


def name_of(store: VersionedStateStore) -> str:
    """The class that the site named, of a wrapped store that is the one inside."""
    return dotted_path(type(getattr(store, "inner", store)))
