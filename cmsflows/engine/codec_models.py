"""Objects of models in the state: what is kept is a reference, the model's label and the key.

Only objects of models that FLOWS_STATE_MODELS names, by their exact class: a subclass or a proxy
has a label of its own. An object is read anew whenever the state is, so it is never stale; what an
action changes about it is kept only if the action saves it.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, router
from django.db.models import Model

from cmsflows import conf
from cmsflows.engine.codec_tags import Json
from cmsflows.engine.codec_types import plain, read_scalar, write_scalar
from cmsflows.exceptions import UnreadableRecordError

logger = logging.getLogger("cmsflows")

Key = Any
"""A primary key: of any scalar type, or a tuple of them for a model that has several columns."""

Reference = tuple[str, Key]
"""A model's label, in small letters, and the key of an object."""


def write_reference(thing: Model) -> Json:
    """The label and key of an object. Raises `ValueError`, saying why, if it cannot be kept."""
    options = thing._meta
    if options.label_lower not in conf.state_models():
        raise ValueError(
            f"its model is not on the list; add {options.label!r} to FLOWS_STATE_MODELS, or keep "
            "its key"
        )
    if thing._state.adding or thing.pk is None:
        raise ValueError("it is not in the database yet; save it first")
    return [options.label_lower, _write_key(_clean(options.model, thing.pk))]


def read_reference(data: Json) -> Reference:
    """What `write_reference` was given. Raises `ValueError` and others for anything else.

    Asks the database nothing: a model that is not on the list is refused before, with an
    `UnreadableRecordError`.
    """
    label, written = data
    if label not in conf.state_models():
        raise UnreadableRecordError(
            f"The stored state refers to {label!r:.80}, which is not in FLOWS_STATE_MODELS."
        )
    key = tuple(map(read_scalar, written)) if isinstance(written, list) else read_scalar(written)
    if key is None or not _is_same(key, _clean(apps.get_model(label), key)):
        raise ValueError("it is no key of this model")
    return label, key


def fetch(references: Iterable[Reference]) -> dict[Reference, Model]:
    """The objects referred to, with one query for each model; those that are gone are logged.

    Raises `ValueError` and others for keys that the database cannot look for.
    """
    keys: dict[str, set[Key]] = defaultdict(set)
    for label, key in references:
        keys[label].add(key)
    found = {
        (label, key): thing
        for label, wanted in keys.items()
        for key, thing in _fetch(apps.get_model(label), wanted).items()
    }
    for label, key in ((label, key) for label, wanted in keys.items() for key in wanted):
        if (label, key) not in found:
            logger.warning("The state of a task refers to %s %r, which is gone.", label, key)
    return found


def _fetch(model: type[Model], keys: set[Key]) -> dict[Key, Model]:
    """By key.

    Through the base manager, as Django follows a foreign key: the default one may hide objects,
    drafts say, and one that is hidden is not gone. From where it is written, since a replica may
    not have it yet, and what is read as gone is gone from the state for good.
    """
    objects = model._base_manager.using(router.db_for_write(model))
    try:
        return objects.in_bulk(keys)
    except DataError as error:
        raise ValueError("its key cannot be looked for") from error


def _clean(model: type[Model], key: Key) -> Key:
    """The key as the model's own fields have it: a text may have been set for a number.

    Raises `ValueError` and others where it is none.
    """
    try:
        if not model._meta.is_composite_pk:
            return model._meta.pk.to_python(key)
        fields = model._meta.pk_fields
        return tuple(field.to_python(part) for field, part in zip(fields, key, strict=True))
    except ValidationError as error:
        raise ValueError("it is no key of this model") from error


def _write_key(key: Key) -> Json:
    try:
        if isinstance(key, tuple):
            return [write_scalar(plain(part)) for part in key]
        return write_scalar(plain(key))
    except KeyError as error:
        raise ValueError("its key is of a type that cannot be kept; keep a text instead") from error


def _is_same(one: Key, other: Key) -> bool:
    """Are these equal, and of the same types? To Python 1 and True are equal."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return type(one) is type(other) and bool(one == other)
