"""Mounts flows written in code: a handler, its URLs, and links into its flows.

In a module of URLs:

    handler = FlowHandler(app_namespace="shop")
    checkout = handler.register_entry_point(Checkout)
    urlpatterns = [path("shop/", include(handler.urls))]
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, get_resolver, get_script_prefix, path, resolve

from cmsflows import conf
from cmsflows.definition.nodes import EMPTY, Node
from cmsflows.engine.components import Component
from cmsflows.exceptions import DefinitionError
from cmsflows.serving.entry import entry_query
from cmsflows.serving.entry_point import EntryPoint
from cmsflows.serving.flowgraph import graph_response
from cmsflows.serving.handler_mount import HandlerMount, Rest
from cmsflows.serving.resuming import where_left_off
from cmsflows.serving.serve import serve
from cmsflows.serving.settling import settle_from_outside
from cmsflows.statestore.loading import store_of

View = Callable[..., HttpResponse]


class FlowHandler:
    """Serves flows written in code. It can be mounted several times, under several namespaces.

    `app_namespace` is the application namespace of its URLs; `state_store` a store for its tasks,
    where they should not rest in the one that the settings name: an instance, a class, or the path
    of one. `idle_timeout` and `max_age`, in seconds, take the place of FLOWS_TASK_IDLE_TIMEOUT and
    FLOWS_TASK_MAX_AGE.
    """

    def __init__(
        self,
        app_namespace: str = "flows",
        state_store: object = None,
        *,
        idle_timeout: float | None = None,
        max_age: float | None = None,
    ) -> None:
        self.app_namespace = app_namespace
        self.rest = Rest(
            store=store_of(state_store) if state_store is not None else None,
            idle_timeout=idle_timeout,
            max_age=max_age,
        )
        self.entry_points: list[EntryPoint] = []

    def register_entry_point(self, component: type[Component]) -> EntryPoint:
        """Serve this flow; a bare Action will do.

        Raises `DefinitionError` when the handler has an entry point of this name already.
        """
        point = EntryPoint(component)
        if any(each.name == point.name for each in self.entry_points):
            raise DefinitionError(
                f"This handler has an entry point {point.name!r} already. Give the class another "
                "name, or another handler."
            )
        self.entry_points.append(point)
        return point

    @property
    def urls(self) -> tuple[list[URLPattern], str]:
        """What `include()` takes: the patterns of all entry points, and their namespace.

        Raises `DefinitionError` when two steps would answer at the same URL.
        """
        taken: dict[str, Node] = {}
        patterns: list[URLPattern] = []
        for point in self.entry_points:
            for node, route, is_canonical in point.routes():
                _refuse_taken(taken, route, node)
                name = node.id if is_canonical else None
                patterns.append(path(route, self._step_view(point, node), name=name))
            root = point.spellings(point.definition.root)[0]
            patterns.append(path(f"{root}.flowgraph", self._graph_view(point)))
        return patterns, self.app_namespace

    def flow_entry_link(
        self,
        entry_point: EntryPoint,
        *,
        initial_state: Mapping[str, Any] = EMPTY,
        on_complete_url: str = "",
        url_kwargs: Mapping[str, Any] = EMPTY,
        url_queryargs: Mapping[str, str] = EMPTY,
        namespace: str = "",
    ) -> str:
        """A link into a flow.

        `initial_state` travels signed in the link: nobody can change it, but whoever holds the
        link can read it. `on_complete_url` is where the visitor goes at the end, and must be on
        this site. `namespace` chooses among several mounts of the handler. `Any`: state and URL
        arguments are of all kinds. Raises `NoReverseMatch`, `UnstorableValueError`.
        """
        asked = HandlerMount(entry_point, namespace=namespace or self.app_namespace)
        url = asked.root_url(url_kwargs)
        mount = HandlerMount(entry_point, namespace=_namespace_at(url))
        entered = entry_query(mount.id, initial_state, return_to=on_complete_url)
        query = {**url_queryargs, **entered}
        return f"{url}?{urlencode(query)}" if query else url

    def settle(
        self, request: HttpRequest, entry_point: EntryPoint, task_id: str, *, namespace: str = ""
    ) -> bool:
        """Ask the step at which this task was sent outside what came of it: call it when another
        site says that it knows, from a payment provider's webhook say.

        True where that is known now, or was before; False where it is not yet, or there is no such
        task. It may be called as often as one likes. Who calls must have been authenticated.
        """
        mount = self.mount(entry_point, namespace=namespace)
        return settle_from_outside(request, mount, task_id)

    def resume_url(
        self, request: HttpRequest, entry_point: EntryPoint, *, namespace: str = ""
    ) -> str:
        """Where this visitor left off in a run of this flow that is not over; empty for nowhere."""
        return where_left_off(request, self.mount(entry_point, namespace=namespace))

    def mount(self, entry_point: EntryPoint, *, namespace: str = "") -> HandlerMount:
        """Where the flow is mounted; without a namespace, where Django's own `reverse` finds it."""
        instances = get_resolver().app_dict.get(self.app_namespace, [self.app_namespace])
        usual = self.app_namespace if self.app_namespace in instances else instances[0]
        return HandlerMount(entry_point, namespace=namespace or usual, rest=self.rest)

    def _step_view(self, point: EntryPoint, node: Node) -> View:
        def flow_step(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            match = request.resolver_match
            mount = HandlerMount(
                point,
                namespace=match.namespace if match else self.app_namespace,
                rest=self.rest,
                node_id=node.id,
                kwargs=kwargs,
            )
            return serve(request, mount)

        flow_step.is_flow_step = True  # type: ignore[attr-defined]  # for `csrf_failure`
        flow_step.entry_point = point  # type: ignore[attr-defined]  # for `mounted_flows`
        flow_step.handler = self  # type: ignore[attr-defined]  # likewise
        return flow_step

    def _graph_view(self, point: EntryPoint) -> View:
        def flow_graph(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not conf.is_debug():
                raise Http404("The graph of a flow written in code shows when DEBUG is on.")
            return graph_response(request, point.compiled, title=point.title)

        return flow_graph


def _namespace_at(url: str) -> str:
    """The namespace that answers there: Django knows a handler by that of its app, too."""
    return resolve("/" + unquote(url).removeprefix(get_script_prefix())).namespace


def _refuse_taken(taken: dict[str, Node], route: str, node: Node) -> None:
    other = taken.setdefault(route, node)
    if other is not node:
        raise DefinitionError(
            f"{other.id!r} and {node.id!r} would both answer at {route!r}. Give one another `url`."
        )
