"""What is wrong with how editors set the guards of a step, in sentences."""

import logging
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cmsflows.definition.nodes import Node, PreconditionSpec
from cmsflows.engine.compiled import made_guard
from cmsflows.engine.registry import registry

logger = logging.getLogger("cmsflows")


def guard_flaws(node: Node) -> Iterator[str]:
    """By the guards' own word; of one that nobody registers others tell."""
    for spec in node.preconditions:
        if spec.type in registry.preconditions:
            yield from _flaws(spec)


def _flaws(spec: PreconditionSpec) -> list[str]:
    try:
        return [str(text) for text in made_guard(spec).flaws()]
    except Exception:  # a guard may be anybody's code
        logger.exception("The precondition %r cannot be checked.", spec.type)
        sentence = _("The precondition “%(key)s” cannot be checked; the error is in the log.")
        return [sentence % {"key": spec.type}]
