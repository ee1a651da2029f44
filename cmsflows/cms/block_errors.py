"""Puts sentences on the very blocks they are about, however deep those stand."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError, StreamValue, StructBlockValidationError

from cmsflows.cms.blocks.unavailable import UNAVAILABLE
from cmsflows.cms.gate import Flaw
from cmsflows.cms.stored import SCAFFOLD


def block_errors(stream: StreamValue, flaws: Iterable[Flaw]) -> StreamBlockValidationError:
    """The error of a stream of steps; what is about no step of it is about the stream."""
    told: dict[str, list[Flaw]] = {}
    for flaw in flaws:
        # What stands in a ready-made group is shown at the group.
        told.setdefault(flaw.node.partition("/")[0], []).append(flaw)
    error = _of_stream(stream, told)
    rest = [each.sentence for found in told.values() for each in found]
    return StreamBlockValidationError(
        block_errors=error.block_errors if error else {}, non_block_errors=rest
    )


def _of_stream(
    stream: StreamValue, told: dict[str, list[Flaw]]
) -> StreamBlockValidationError | None:
    """Takes the flaws that it has found a place for."""
    found = {index: _of_block(child, told) for index, child in enumerate(stream)}
    errors = {index: error for index, error in found.items() if error}
    return StreamBlockValidationError(block_errors=errors) if errors else None


def _of_block(child: Any, told: dict[str, list[Flaw]]) -> ValidationError | None:
    """`Any`: a child of a stream, and Wagtail has no types."""
    own = told.pop(child.id, [])
    if child.block_type == UNAVAILABLE:
        return ValidationError([each.sentence for each in own]) if own else None
    options = _options_of(child)
    at_options = [each for each in own if each.option in options and each.node == child.id]
    rest = [each.sentence for each in own if each not in at_options]
    below = {**_below(child, told), **_at_options(at_options)}
    error: ValidationError = StructBlockValidationError(block_errors=below, non_block_errors=rest)
    return error if rest or below else None


def _options_of(child: Any) -> Container[str]:
    """The names of what can be set for a step. `Any`: see `_of_block`."""
    options = child.block.child_blocks.get("options")
    return getattr(options, "child_blocks", {})


def _at_options(flaws: list[Flaw]) -> Mapping[str, ValidationError]:
    sentences: dict[str, list[str]] = {}
    for flaw in flaws:
        sentences.setdefault(flaw.option, []).append(flaw.sentence)
    errors = {name: ValidationError(found) for name, found in sentences.items()}
    return {"options": StructBlockValidationError(block_errors=errors)} if errors else {}


def _below(child: Any, told: dict[str, list[Flaw]]) -> Mapping[str, ValidationError]:
    """`Any`: see `_of_block`."""
    steps = child.value.get("steps") if child.block_type == SCAFFOLD else None
    error = _of_stream(steps, told) if steps else None
    return {"steps": error} if error else {}
