"""A flow's map: its graph, ready to be looked at as a picture, as DOT or as an outline."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cmsflows.definition.dot import Captions, dot_of
from cmsflows.definition.drawing.draw import draw
from cmsflows.definition.drawing.svg import clean_svg
from cmsflows.definition.graph import FlowGraph, Url, no_url
from cmsflows.definition.outline import OutlineItem, outline_of
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.flow_graph import flow_graph


@dataclass(frozen=True, slots=True)
class FlowMap:
    """The map of one flow, in the language of whoever asks."""

    graph: FlowGraph
    title: str
    url: Url = no_url
    """Where a click on a node leads."""

    def dot(self) -> str:
        return dot_of(self.graph, captions=captions(), url=self.url)

    def svg(self, *, timeout: float, style: str = "") -> str:
        """An `<svg>` element; `style` is for one that stands alone. Raises `DrawingError`.

        `timeout` is in seconds.
        """
        picture = draw(self.dot(), "svg", timeout=timeout)
        name = _("Map of “%(title)s”") % {"title": self.title}
        return clean_svg(picture, title=name, style=style)

    def png(self, *, timeout: float) -> bytes:
        """The picture, as `svg`."""
        return draw(self.dot(), "png", timeout=timeout)

    def outline(self) -> tuple[OutlineItem, ...]:
        return outline_of(self.graph, url=self.url)


def map_of(compiled: CompiledFlow, *, title: str, url: Url = no_url) -> FlowMap:
    """The map of a flow as it would run now."""
    return FlowMap(graph=flow_graph(compiled), title=title, url=url)


def captions() -> Captions:
    return Captions(
        start=_("Start"),
        end=_("End"),
        nowhere=_("Leads nowhere"),
        unconnected=_("Not connected"),
        unavailable=_("Not available"),
    )
