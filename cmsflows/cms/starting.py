"""Which version new visitors start on: the live one where it is sound, else the last that is."""

import logging
from functools import lru_cache

from cmsflows.cms.versions import FlowVersion, load_compiled
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.soundness import analysis_of

logger = logging.getLogger("cmsflows")


@lru_cache(maxsize=256)
def version_to_start(
    flow_id: str, sha256: str, indispensable: tuple[str, ...] = ()
) -> CompiledFlow | None:
    """The flow that new visitors start on; None where none of its versions is sound.

    What is live went through the gate. But rows are edited by hand, copies are live without being
    asked, and a deploy may take away what a step needs; whoever has begun goes on as they can.
    """
    live = load_compiled(flow_id, sha256)
    if live is not None and _is_sound(live, indispensable):
        return live
    logger.error("Version %s of %s is not sound, so nobody starts on it.", sha256[:12], flow_id)
    for version in FlowVersion.objects.filter(flow=flow_id).exclude(sha256=sha256).order_by("-pk"):
        earlier = load_compiled(flow_id, version.sha256)
        if earlier is not None and _is_sound(earlier, indispensable):
            return earlier
    return None


forget_versions_to_start = version_to_start.cache_clear
"""For tests, which register and remove actions while the process runs."""


def _is_sound(compiled: CompiledFlow, indispensable: tuple[str, ...]) -> bool:
    try:
        return analysis_of(compiled, indispensable=indispensable).is_sound
    except Exception:  # a rule for moving on may be anybody's code
        logger.exception("Version %s cannot be checked.", compiled.version[:12])
        return False
