"""Finds the flows written in code that have URLs, and the handlers that serve them."""

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from cmsflows.serving.entry_point import EntryPoint
from cmsflows.serving.handler import FlowHandler


def mounted_flows() -> Iterator[tuple[FlowHandler, EntryPoint]]:
    """Every flow with the handler it was registered with, once for each of its URLs."""
    yield from _in(get_resolver().url_patterns)


def _in(
    patterns: Iterable[URLPattern | URLResolver],
) -> Iterator[tuple[FlowHandler, EntryPoint]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _in(pattern.url_patterns)
        elif isinstance(point := getattr(pattern.callback, "entry_point", None), EntryPoint):
            yield pattern.callback.handler, point  # type: ignore[attr-defined]  # set beside it
