"""The gate: what is wrong with a flow, in sentences, so that it cannot go live.

A pure function of what a page holds. It runs where something goes live, never where a draft is
saved or shown; and what it is asked about it never changes, so that any number of threads may ask.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cmsflows.cms.condition_texts import flaw_text
from cmsflows.cms.problem_texts import sentence
from cmsflows.definition.asking import conditions_of
from cmsflows.definition.flow import FlowDefinition
from cmsflows.engine.catalogue import Flaw as Wrong
from cmsflows.engine.catalogue import catalogue_of
from cmsflows.engine.catalogue import flaws as wrong_in
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.registry import registry
from cmsflows.engine.soundness import analysis_of
from cmsflows.exceptions import DefinitionError

TOLD_BY_THE_ANALYSIS = frozenset({Wrong.STEP_GONE, Wrong.FIELD_GONE, Wrong.STATE_UNKNOWN})

logger = logging.getLogger("cmsflows")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong at one step, or with the flow as a whole."""

    node: str
    """The id of the step; empty for the flow."""
    sentence: str
    is_error: bool = True
    """Does it keep the flow from going live?"""
    option: str = ""
    """The name of the option it is about, if it is about one."""

    @property
    def url(self) -> str:
        """Where its block is, in the form; empty for what is about the whole flow."""
        return url_of_block(self.node) if self.node else ""


class Gated(Protocol):
    """A page with a flow, as the gate sees it."""

    indispensable_steps: ClassVar[tuple[str, ...]]

    def flow_definition(self) -> FlowDefinition: ...


def url_of_block(node_id: str) -> str:
    """The anchor that Wagtail gives a block; what is inside a ready-made group has its group's."""
    return f"#block-{node_id.partition('/')[0]}-section"


def flaws_of(page: Gated) -> list[Flaw]:
    """All that is wrong with the flow that this object holds."""
    try:
        definition = page.flow_definition()
    except DefinitionError as error:
        return [Flaw("", str(error))]
    return flaws_in(definition, indispensable=page.indispensable_steps)


def flaws_in(definition: FlowDefinition, *, indispensable: tuple[str, ...] = ()) -> list[Flaw]:
    """All that is wrong with a flow. `indispensable` are the keys of steps that it must have."""
    try:
        found = analysis_of(CompiledFlow(definition), indispensable=indispensable)
    except Exception:  # a rule for moving on may be anybody's code
        logger.exception("A flow cannot be checked.")
        return [Flaw("", _("The flow cannot be checked; the error is in the site's log."))]
    problems = [
        Flaw(problem.node, sentence(problem, definition), is_error=problem.is_error)
        for problem in found.problems
    ]
    return [*problems, *_of_conditions(definition), *_of_options(definition)]


def _of_conditions(definition: FlowDefinition) -> Iterator[Flaw]:
    """What is wrong with comparisons; that what they ask for is gone, the analysis has told."""
    asking = [(node, each) for node in definition.by_id.values() for each in conditions_of(node)]
    if not any(condition for _node, condition in asking):
        return
    catalogue = catalogue_of(definition)
    for node, condition in asking:
        for code, names in wrong_in(catalogue, condition):
            if code not in TOLD_BY_THE_ANALYSIS:
                yield Flaw(node.id, flaw_text(code, names))


def _of_options(definition: FlowDefinition) -> Iterator[Flaw]:
    """What actions say of what editors have set for them."""
    for node in definition.actions:
        entry = registry.actions.find(node.key)
        try:
            found = list(entry.target.flaws_of_options(node, definition)) if entry else []
        except Exception:  # an action may be anybody's code
            logger.exception("The options of step %s cannot be checked.", node.id)
            found = [("", _("The settings cannot be checked; the error is in the site's log."))]
        for option, told in found:
            yield Flaw(node.id, told, option=option)


def errors_of(page: Gated) -> list[Flaw]:
    """What keeps the flow that this object holds from going live."""
    return [flaw for flaw in flaws_of(page) if flaw.is_error]


def refusal(flaws: list[Flaw]) -> ValidationError:
    """The error by which code is told that a flow cannot go live."""
    reasons = [flaw.sentence for flaw in flaws]
    return ValidationError({"flow": [_("This flow cannot go live."), *reasons]})
