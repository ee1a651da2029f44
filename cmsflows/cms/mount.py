"""A flow page as serving sees it: where its versions are, what its URLs are, how it looks."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.images import get_image_model

from cmsflows.cms import fastpath
from cmsflows.cms.people import move
from cmsflows.cms.served import ServedPage
from cmsflows.cms.starting import version_to_start
from cmsflows.cms.versions import load_compiled, recent_versions
from cmsflows.definition.nodes import Node
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.task import Task
from cmsflows.exceptions import DefinitionError
from cmsflows.serving.mount import Mount
from cmsflows.serving.preview import preview
from cmsflows.serving.serve import serve
from cmsflows.statestore.base import VersionedStateStore
from cmsflows.statestore.loading import store_of


class PageMount(Mount):
    """One flow page, and the path of this request below the page's own URL."""

    def __init__(self, page: ServedPage, *, root: str, path: str) -> None:
        self.page = page
        self.path = path
        self.id = page.flow_id
        self.title = page.title
        self._root = root

    def current(self) -> CompiledFlow | None:
        """The version of a live page; none of one that is not live, so that nobody starts there."""
        if not self.page.live or not self.page.flow_version:
            return None
        page = self.page
        return version_to_start(self.id, page.flow_version, tuple(page.indispensable_steps))

    def pinned(self, version: str) -> CompiledFlow | None:
        return load_compiled(self.id, version)

    def successor(self, task: Task) -> Task:
        live = self._moves_to(task)
        answer = move(task, live) if live else task
        return answer if isinstance(answer, Task) else task

    def is_stopped(self, task: Task) -> bool:
        stopped_before = self.page.stopped_before
        return stopped_before is not None and task.started_at < stopped_before.timestamp()

    def locate(self, compiled: CompiledFlow) -> Node | None:
        if not self.path.strip("/"):
            return compiled.definition.root
        return compiled.definition.at_path(self.path) or self._formerly(compiled)

    def _moves_to(self, task: Task) -> CompiledFlow | None:
        """The version to which a task of an earlier one is to be moved; None for none.

        The page is asked again: what this request knows of it may be older than the task, which
        must not be moved back.
        """
        page = self.page
        if not (page.live and page.moves_people) or task.version == page.flow_version:
            return None
        page_class: Any = type(page)  # `Any`: a site's own
        now = page_class._base_manager.filter(pk=page.pk, live=True, moves_people=True)
        version = now.values_list("flow_version", flat=True).first()
        return load_compiled(self.id, version) if version not in (None, task.version) else None

    def was_there(self) -> bool:
        return any(self._in_earlier_versions())

    def _formerly(self, compiled: CompiledFlow) -> Node | None:
        """The node that had this URL in a version before, if it is still there: whoever was moved
        may have a page of that version open."""
        found = (compiled.definition.node(node.id) for node in self._in_earlier_versions())
        return next(filter(None, found), None)

    def _in_earlier_versions(self) -> Iterator[Node]:
        found = (each.definition.at_path(self.path) for each in recent_versions(self.id))
        return filter(None, found)

    def root_url(self, kwargs: Mapping[str, Any]) -> str:
        return self._root

    def url(self, compiled: CompiledFlow, node: Node, kwargs: Mapping[str, Any]) -> str:
        path = compiled.definition.url_path(node)
        has_slash = self._root.endswith("/")
        return f"{self._root}{path}" if has_slash else f"{self._root}/{path}".rstrip("/")

    @property
    def store(self) -> VersionedStateStore:
        path = self.page.flow_state_store
        return store_of(path) if path else super().store

    @property
    def idle_timeout(self) -> float:
        minutes = self.page.idle_minutes
        return 60.0 * minutes if minutes else super().idle_timeout

    def context(self, request: HttpRequest, node: Node) -> dict[str, Any]:
        """Wagtail's own name for the page, and the step's image. `Any`: template variables."""
        return {"page": self.page, "self": self.page, "image": _image(node.words.image)}


class DraftMount(PageMount):
    """A draft being previewed: what the form holds now, which no visitor can start."""

    def current(self) -> CompiledFlow | None:
        try:
            return CompiledFlow(self.page.flow_definition())
        except DefinitionError:
            return None


def serve_page(page: ServedPage, request: HttpRequest, path: str) -> HttpResponse:
    """Serve one request for a flow page; `path` is what follows the page's own URL."""
    fastpath.remember(page, request, path)
    return serve(request, PageMount(page, root=root_of(request.path, path), path=path))


def page_mount(page: Any, request: HttpRequest) -> PageMount:
    """A page's mount for a request that is not to the page. `Any`: a site's own page class."""
    return PageMount(page, root=page.get_url(request) or "", path="")


def preview_page(page: ServedPage, request: HttpRequest) -> HttpResponse:
    """Show a draft's first step without starting anything."""
    return preview(request, DraftMount(page, root=request.path, path=""))


def root_of(full_path: str, path: str) -> str:
    """A flow's own URL: what stands before the path of a step, with a slash where it had one."""
    below = path.strip("/")
    if not below:
        return full_path
    return (
        full_path.rstrip("/").removesuffix(below)
        if full_path.endswith("/")
        else (full_path.removesuffix(below).rstrip("/"))
    )


def _image(image_id: int | None) -> Any:
    """`Any`: a site chooses its own image model."""
    return get_image_model().objects.filter(pk=image_id).first() if image_id else None
