"""Answers `.flowgraph`: the map of a flow as a picture, or in words where none can be drawn.

Who may see it is for the caller to decide.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cmsflows import conf
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.exceptions import DrawingError
from cmsflows.serving.flow_map import FlowMap, map_of
from cmsflows.serving.headers import keep_private
from cmsflows.serving.outline_text import outline_text

STYLE = Path(__file__).parents[1] / "static" / "cmsflows" / "flow-map.css"

TEXT = "text/plain; charset=utf-8"


def graph_response(request: HttpRequest, compiled: CompiledFlow, *, title: str) -> HttpResponse:
    """The map of a flow: `?format=` is svg, which is the default, png or dot."""
    form = request.GET.get("format", "svg")
    answer = FORMATS.get(form)
    if answer is None:
        return _private(_unknown_format(form))
    flow_map = map_of(compiled, title=title)
    try:
        return _private(answer(flow_map))
    except DrawingError as error:
        return _private(_in_words(flow_map, error))


def _svg(flow_map: FlowMap) -> HttpResponse:
    picture = flow_map.svg(timeout=_patience(), style=_style())
    return HttpResponse(picture, content_type="image/svg+xml")


def _png(flow_map: FlowMap) -> HttpResponse:
    return HttpResponse(flow_map.png(timeout=_patience()), content_type="image/png")


def _dot(flow_map: FlowMap) -> HttpResponse:
    return HttpResponse(flow_map.dot(), content_type="text/vnd.graphviz; charset=utf-8")


FORMATS: Mapping[str, Callable[[FlowMap], HttpResponse]] = {"svg": _svg, "png": _png, "dot": _dot}


def _unknown_format(form: str) -> HttpResponse:
    sentence = _("There is no map of the format “%(format)s”. There are: %(formats)s.") % {
        "format": form[:40],
        "formats": ", ".join(FORMATS),
    }
    return HttpResponse(f"{sentence}\n", content_type=TEXT, status=400)


def _in_words(flow_map: FlowMap, error: DrawingError) -> HttpResponse:
    introduction = _("%(error)s These are its steps, in words.") % {"error": error}
    text = f"{introduction}\n\n{flow_map.title}\n\n{outline_text(flow_map.outline())}"
    return HttpResponse(text, content_type=TEXT, status=503)


def _private(response: HttpResponse) -> HttpResponse:
    """Nobody keeps it, and whatever it holds, a browser runs nothing of it."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return keep_private(response)


def _patience() -> float:
    """Seconds."""
    return float(conf.get("FLOWS_GRAPH_TIMEOUT"))


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")
