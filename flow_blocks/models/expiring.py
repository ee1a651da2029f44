"""Rows whose time is over: what models with `delete_expired` want deleted, in batches."""

from typing import Any

from django.apps import apps
from django.db.models import QuerySet

BATCH = 500


def delete_all_expired(*, batch: int = BATCH) -> dict[str, int]:
    """Delete what is expired in every model of this app that says what that is.

    Answers how many rows there were, by the plural name of the model. It may run twice at once.
    """
    found = {}
    for model in apps.get_app_config("flow_blocks").get_models():
        if hasattr(model, "delete_expired"):
            found[str(model._meta.verbose_name_plural)] = _all_of(model, batch=batch)
    return found


def delete_some(rows: QuerySet[Any], *, batch: int) -> int:
    """Delete so many of these rows at most. Answers how many were found.

    By their keys: no database deletes "the first 500" in the same words as another. `Any`: rows of
    any model.
    """
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:batch])
    rows.filter(pk__in=keys).delete()
    return len(keys)


def _all_of(model: Any, *, batch: int) -> int:
    """`Any`: a model with `delete_expired`."""
    total = 0
    while count := model.delete_expired(batch=batch):
        total += count
        if count < batch:
            break
    return total
