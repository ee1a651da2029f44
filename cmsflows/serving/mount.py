"""A mount is one flow at one place: what serving must know about it, whoever wrote it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from cmsflows import conf
from cmsflows.definition.nodes import EMPTY, Node
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.task import Task
from cmsflows.statestore.base import VersionedStateStore
from cmsflows.statestore.loading import default_store


class Mount(ABC):
    """One flow as one request meets it."""

    id: str
    """Tasks carry it: a task opens only under the flow it belongs to."""

    title: str
    kwargs: Mapping[str, Any] = EMPTY
    """URL arguments of this request. `Any`: converters decide."""

    @abstractmethod
    def current(self) -> CompiledFlow | None:
        """The version that new visitors start on; None where there is none."""

    @abstractmethod
    def pinned(self, version: str) -> CompiledFlow | None:
        """The version that a running task belongs to, if it can still be served."""

    def successor(self, task: Task) -> Task:
        """The task as it goes on: where its flow moves people, maybe at another version."""
        return task

    def is_stopped(self, task: Task) -> bool:
        """Has an editor stopped the runs that were begun when this one was?"""
        return False

    @abstractmethod
    def locate(self, compiled: CompiledFlow) -> Node | None:
        """The node that this request's URL names in that version; None where there is none."""

    def was_there(self) -> bool:
        """Had something this request's URL in another version of the flow?"""
        return False

    @abstractmethod
    def root_url(self, kwargs: Mapping[str, Any]) -> str:
        """The flow's own URL, without query."""

    @abstractmethod
    def url(self, compiled: CompiledFlow, node: Node, kwargs: Mapping[str, Any]) -> str:
        """The URL of a node, without query; the root's is `root_url`."""

    def texts(self, kwargs: Mapping[str, Any]) -> dict[str, str]:
        """URL arguments as they stand in URLs. `Any`: converters decide."""
        return {name: str(value) for name, value in kwargs.items()}

    def values(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """URL arguments as actions see them. `Any`: converters decide."""
        return dict(args)

    def takes(self, args: Mapping[str, str]) -> bool:
        """Could a task of this flow have these URL arguments? What is stored may be damaged."""
        return True

    @property
    def store(self) -> VersionedStateStore:
        return default_store()

    @property
    def idle_timeout(self) -> float:
        """Seconds without a request after which a task of this flow is gone."""
        return conf.idle_timeout()

    @property
    def max_age(self) -> float:
        """Seconds after which it is gone, busy or not."""
        return float(conf.get("FLOWS_TASK_MAX_AGE"))

    @property
    def base_template(self) -> str:
        return str(conf.get("FLOWS_BASE_TEMPLATE"))

    def context(self, request: HttpRequest, node: Node) -> dict[str, Any]:
        """More for the templates of a step. `Any`: template variables are of all kinds."""
        return {}
