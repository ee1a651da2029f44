"""Checks the flows that are written in code: does everybody get through them?"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register

from cmsflows.cms.problem_texts import sentence
from cmsflows.definition.problems import Code
from cmsflows.engine.registry import dotted_path
from cmsflows.engine.soundness import analysis_of
from cmsflows.exceptions import CmsflowsError
from cmsflows.serving.entry_point import EntryPoint
from cmsflows.serving.mounted import mounted_flows

BROUGHT = frozenset({Code.STATE_NEVER_PROVIDED})
"""Said of CMS pages only: a flow written in code may be given state by the links into it."""


@register("cmsflows")
def check_code_flows(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Is every flow sound that has URLs? `Any`: Django passes what it likes."""
    points = dict.fromkeys(point for _handler, point in mounted_flows())
    return [message for point in points for message in _messages(point)]


def _messages(point: EntryPoint) -> Iterator[CheckMessage]:
    try:
        problems = analysis_of(point.compiled).errors
    except CmsflowsError:  # told when its URLs are made, and by name
        return
    for problem in problems:
        if problem.code in BROUGHT:
            continue
        text = sentence(problem, point.definition)
        yield Warning(
            f"The flow {dotted_path(point.component)} is not sound. {text}",
            hint="Mend the classes of the flow, or silence this if you know that it cannot happen.",
            obj=point.component,
            id="cmsflows.W008",
        )
