"""An entry point: one flow written in code, and the URLs that its nodes answer at."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import product
from typing import Any

from django.urls.converters import get_converters

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import Node, walk
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.components import Component
from cmsflows.engine.reader import read_flow, segment_of, slugs_of, title_of

ARGUMENT = re.compile(r"<(?:([^:>]+):)?([^>]+)>")
"""An argument in a route: its converter, perhaps, and its name."""


class EntryPoint:
    """Compiled when it is first needed: children named lazily may not be there before."""

    def __init__(self, component: type[Component]) -> None:
        self.component = component
        self.name = segment_of(component)

    def __repr__(self) -> str:
        return f"EntryPoint({self.component.__name__})"

    @cached_property
    def title(self) -> str:
        return title_of(self.component)

    @cached_property
    def compiled(self) -> CompiledFlow:
        return CompiledFlow(read_flow(self.component))

    @property
    def definition(self) -> FlowDefinition:
        return self.compiled.definition

    def routes(self) -> Iterator[tuple[Node, str, bool]]:
        """Each node, a route it answers at, and whether that is the one that links use."""
        for node in walk(self.definition.root):
            for number, route in enumerate(self.spellings(node)):
                yield node, route, number == 0

    def spellings(self, node: Node) -> list[str]:
        """Every route of a node: a component may answer at several paths, and its parents too."""
        lineage = self.definition.lineage(node)
        choices = [self._slugs(each) for each in lineage]
        return ["".join(parts) for parts in product(*choices)]

    @cached_property
    def arguments(self) -> Mapping[str, frozenset[str]]:
        """The names of the URL arguments in each node's route, by the node's id."""
        return {
            node.id: frozenset(name for _, name in ARGUMENT.findall(self.spellings(node)[0]))
            for node in walk(self.definition.root)
        }

    @cached_property
    def converters(self) -> Mapping[str, Any]:
        """Django's converters of all these arguments, by name; `Any`: they share no base.

        Other arguments come from where the flow is mounted.
        """
        known = get_converters()
        return {
            name: known[kind or "str"]
            for _node, route, _is_canonical in self.routes()
            for kind, name in ARGUMENT.findall(route)
        }

    def _slugs(self, node: Node) -> list[str]:
        slugs = [each.strip("/") for each in slugs_of(self.compiled.component_class(node))]
        return [f"{slug}/" if slug else "" for slug in slugs]
