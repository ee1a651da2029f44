"""What the map of a draft shows: its picture, its outline, and what there is to say about them."""

import logging
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmsflows import conf
from cmsflows.cms.gate import Flaw, flaws_of, url_of_block
from cmsflows.cms.page import FlowPageMixin
from cmsflows.cms.promise_lines import PromiseLine, promises_of
from cmsflows.definition.nodes import Node
from cmsflows.definition.outline import OutlineItem
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.exceptions import DefinitionError, DrawingError
from cmsflows.serving.flow_map import FlowMap, map_of

logger = logging.getLogger("cmsflows")

PATIENCE = 3.0
"""Seconds that an editor's page waits for a picture at most; the outline comes at once."""


@dataclass(frozen=True, slots=True)
class DraftMap:
    """A draft as its editors see it beside the form."""

    svg: str = ""
    outline: tuple[OutlineItem, ...] = ()
    notice: str | Promise = ""
    """Why there is no picture, or no map at all."""
    flaws: tuple[Flaw, ...] = ()
    """What is wrong with the flow, in sentences."""
    promises: tuple[PromiseLine, ...] = ()
    """What the flow promises, and whether it keeps it."""

    @property
    def errors(self) -> list[Flaw]:
        """What keeps the flow from going live."""
        return [flaw for flaw in self.flaws if flaw.is_error]


def map_of_draft(page: FlowPageMixin | None) -> DraftMap:
    """The map of a page's flow as it stands in this object; None was never saved.

    Whatever is wrong with the flow is said in a sentence: an editor could not mend it on a page
    that fails.
    """
    if page is None:
        return DraftMap(notice=_("The map appears when the page has been saved."))
    try:
        compiled = CompiledFlow(page.flow_definition())
        drawn = _drawn(map_of(compiled, title=page.title, url=block_url))
        return replace(drawn, flaws=tuple(flaws_of(page)), promises=tuple(promises_of(compiled)))
    except DefinitionError as error:
        return DraftMap(notice=str(error))
    except Exception:  # the flow's transitions may be anybody's code
        logger.exception("The map of %s could not be made.", page.flow_id)
        return DraftMap(notice=_("The map could not be made; the error is in the site's log."))


def block_url(node: Node) -> str:
    """The anchor that Wagtail gives a block; what is inside a ready-made group has its group's."""
    return url_of_block(node.id)


def _drawn(flow_map: FlowMap) -> DraftMap:
    outline = flow_map.outline()
    if not outline:
        return DraftMap(notice=_("This flow has no steps yet. Add one to the form, and save."))
    try:
        return DraftMap(svg=flow_map.svg(timeout=_patience()), outline=outline)
    except DrawingError as error:
        logger.warning("%s", error)
        return DraftMap(outline=outline, notice=_without_picture(error))


def _without_picture(error: DrawingError) -> str | Promise:
    if error.is_missing:
        return _(
            "Graphviz is not installed on this site, so there is no picture; "
            "the outline says the same. A developer can install it."
        )
    return _("The picture could not be drawn; the outline says the same.")


def _patience() -> float:
    return min(PATIENCE, float(conf.get("FLOWS_GRAPH_TIMEOUT")))
