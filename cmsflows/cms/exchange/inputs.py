"""The inputs of a flow in a file: are they what the page's own block would store?"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cmsflows.cms.blocks.inputs import INPUT, TYPES
from cmsflows.cms.exchange.places import ImportProblem, below

NAME = re.compile(r"[a-z][a-z0-9_]{0,99}")
KINDS = frozenset(kind for kind, _label in TYPES)
MAX_LABEL = 100


def problems_of_inputs(inputs: Any) -> Iterator[ImportProblem]:
    """`Any`: any JSON."""
    if not isinstance(inputs, list):
        yield ImportProblem("/inputs", _("Inputs are a list."))
        return
    names: set[str] = set()
    for index, item in enumerate(inputs):
        place = f"/inputs/{index}"
        value = item.get("value") if isinstance(item, dict) else None
        if not isinstance(value, dict) or item.get("type") != INPUT:
            yield ImportProblem(
                place, _('An input is an object of the type "input", with a value.')
            )
            continue
        if not isinstance(item.get("id"), str | None):
            yield ImportProblem(below(place, "id"), _("An id is text."))
        yield from _problems_of_value(value, below(place, "value"), names)


def _problems_of_value(
    value: dict[str, Any], place: str, names: set[str]
) -> Iterator[ImportProblem]:
    name, label, kind = value.get("name"), value.get("label"), value.get("type")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        yield ImportProblem(below(place, "name"), _("Use small letters, digits and _."))
    elif name in names:
        yield ImportProblem(below(place, "name"), _("Another input has this name."))
    else:
        names.add(name)
    if not isinstance(label, str) or not label or len(label) > MAX_LABEL:
        yield ImportProblem(below(place, "label"), _("An input says what it is, in a few words."))
    if not isinstance(kind, str) or kind not in KINDS:
        yield ImportProblem(below(place, "type"), _("No input is of this kind."))
    if not isinstance(value.get("is_required", True), bool):
        yield ImportProblem(below(place, "is_required"), _("This is true or false."))
