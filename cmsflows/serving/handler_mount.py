"""A flow written in code, as one request meets it under one namespace of one handler."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cmsflows.definition.nodes import EMPTY, Node
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.serving.entry_point import EntryPoint
from cmsflows.serving.mount import Mount
from cmsflows.statestore.base import VersionedStateStore


@dataclass(frozen=True, slots=True)
class Rest:
    """Where a handler's tasks rest, and for how many seconds; None leaves it to the settings."""

    store: VersionedStateStore | None = None
    idle_timeout: float | None = None
    max_age: float | None = None


class HandlerMount(Mount):
    """Tasks belong to the namespace they were started under, too."""

    def __init__(
        self,
        point: EntryPoint,
        *,
        namespace: str,
        rest: Rest = Rest(),  # it never changes
        node_id: str = "",
        kwargs: Mapping[str, Any] = EMPTY,
    ) -> None:
        self.point = point
        self.namespace = namespace
        self.node_id = node_id
        self.kwargs = kwargs
        self.id = f"code:{namespace}:{point.name}"
        self.title = point.title
        self._rest = rest

    @property
    def store(self) -> VersionedStateStore:
        return self._rest.store or super().store

    @property
    def idle_timeout(self) -> float:
        given = self._rest.idle_timeout
        return super().idle_timeout if given is None else given

    @property
    def max_age(self) -> float:
        given = self._rest.max_age
        return super().max_age if given is None else given

    def current(self) -> CompiledFlow:
        return self.point.compiled

    def pinned(self, version: str) -> CompiledFlow:
        """The code of today: a task goes on with it wherever its step is still there."""
        return self.point.compiled

    def locate(self, compiled: CompiledFlow) -> Node | None:
        return compiled.definition.node(self.node_id)

    def root_url(self, kwargs: Mapping[str, Any]) -> str:
        return self.url(self.point.compiled, self.point.definition.root, kwargs)

    def url(self, compiled: CompiledFlow, node: Node, kwargs: Mapping[str, Any]) -> str:
        mine, all_mine = self.point.arguments[node.id], self.point.converters
        used = {name: kwargs[name] for name in kwargs if name in mine or name not in all_mine}
        return reverse(f"{self.namespace}:{node.id}", kwargs=self.values(used))

    def takes(self, args: Mapping[str, str]) -> bool:
        own = self.point.converters
        is_by_url = bool(self.node_id)  # then the arguments of the place it is mounted at are known
        return all(
            re.fullmatch(own[name].regex, text)
            if name in own
            else name in self.kwargs or not is_by_url
            for name, text in args.items()
        )

    def texts(self, kwargs: Mapping[str, Any]) -> dict[str, str]:
        own = self.point.converters
        return {
            name: own[name].to_url(value)
            if name in own and not isinstance(value, str)
            else str(value)
            for name, value in kwargs.items()
        }

    def values(self, args: Mapping[str, Any]) -> dict[str, Any]:
        own = self.point.converters
        return {
            name: own[name].to_python(value) if name in own and isinstance(value, str) else value
            for name, value in args.items()
        }
