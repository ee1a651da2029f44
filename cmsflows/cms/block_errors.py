"""Puts sentences on the very blocks they are about, however deep those stand."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError, StreamValue, StructBlockValidationError

from cmsflows.cms.blocks.unavailable import UNAVAILABLE
from cmsflows.cms.gate import Flaw
from cmsflows.cms.stored import SCAFFOLD


def block_errors(stream: StreamValue, flaws: Iterable[Flaw]) -> StreamBlockValidationError:
    """The error of a stream of steps; what is about no step of it is about the stream."""
    sentences: dict[str, list[str]] = {}
    for flaw in flaws:
        # What stands in a ready-made group is shown at the group.
        sentences.setdefault(flaw.node.partition("/")[0], []).append(flaw.sentence)
    error = _of_stream(stream, sentences)
    rest = [each for found in sentences.values() for each in found]
    return StreamBlockValidationError(
        block_errors=error.block_errors if error else {}, non_block_errors=rest
    )


def _of_stream(
    stream: StreamValue, sentences: dict[str, list[str]]
) -> StreamBlockValidationError | None:
    """Takes the sentences that it has found a place for."""
    found = {index: _of_block(child, sentences) for index, child in enumerate(stream)}
    errors = {index: error for index, error in found.items() if error}
    return StreamBlockValidationError(block_errors=errors) if errors else None


def _of_block(child: Any, sentences: dict[str, list[str]]) -> ValidationError | None:
    """`Any`: a child of a stream, and Wagtail has no types."""
    own = sentences.pop(child.id, [])
    if child.block_type == UNAVAILABLE:
        return ValidationError(own) if own else None
    below = _below(child, sentences)
    error: ValidationError = StructBlockValidationError(block_errors=below, non_block_errors=own)
    return error if own or below else None


def _below(child: Any, sentences: dict[str, list[str]]) -> Mapping[str, ValidationError]:
    steps = child.value.get("steps") if child.block_type == SCAFFOLD else None
    error = _of_stream(steps, sentences) if steps else None
    return {"steps": error} if error else {}
