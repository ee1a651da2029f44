"""What is live of the reusable groups: that, and nothing else, is copied into flows."""

from typing import Any

from cmsflows.cms.reusable.sources import StoredGroup


class LiveGroups:
    """Finds the live groups of a model, each by one query: a reading asks as often as it likes."""

    def __init__(self, model: Any, *, without: int | None = None) -> None:
        """`without` is never found. `Any`: the model is made with this, and not imported."""
        self._model = model
        self._found: dict[int, StoredGroup | None] = {} if without is None else {without: None}

    def __call__(self, key: int) -> StoredGroup | None:
        if key not in self._found:
            group = self._model._default_manager.filter(pk=key, live=True).first()
            self._found[key] = group.stored if group else None
        return self._found[key]
