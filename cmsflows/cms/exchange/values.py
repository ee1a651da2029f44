"""The value of a step in a file: is each field of a kind that its block can read?"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cmsflows.cms.blocks.assemble import flow_stream_block
from cmsflows.cms.blocks.shape import KINDS, is_item
from cmsflows.cms.exchange.places import ImportProblem, below
from cmsflows.cms.slugs import SLUG
from cmsflows.cms.stored import SCAFFOLD
from cmsflows.definition.conditions import MalformedConditionError, check
from cmsflows.engine.registry import Shelf, registry

Problems = Iterator[ImportProblem]

NAME = re.compile(r"[a-z][a-z0-9_]*")
MAX_SLUG = 255
CHOSEN = ("image", "group")
"""What only the database can tell the worth of."""


def problems_of_value(
    item: dict[str, Any], item_place: str, *, keep_unknown: bool
) -> Iterator[ImportProblem]:
    """`Any`: any JSON, in the place of a step."""
    value, place = item.get("value"), below(item_place, "value")
    if not isinstance(value, dict):
        return
    found = [
        *_problems_of_kinds(value, place, is_scaffold=item.get("type") == SCAFFOLD),
        *_problems_of_words(value, place),
        *_problems_of_when(value, place),
        *_problems_of_preconditions(value, place, keep_unknown=keep_unknown),
        *_problems_of_transition(value, place, keep_unknown=keep_unknown),
        *_problems_of_exits(item, place, keep_unknown=keep_unknown),
    ]
    yield from found
    if not found and not _can_be_read(item):
        yield ImportProblem(place, _("The block of this step cannot read its value."))


def _problems_of_kinds(value: dict[str, Any], place: str, *, is_scaffold: bool) -> Problems:
    for name, kinds in KINDS.items():
        each = value.get(name)
        is_wrong = not isinstance(each, kinds) or isinstance(each, bool)
        if each is None or (name == "steps" and not is_scaffold):
            continue
        if is_wrong:
            sentence = _("This is of another kind than a step keeps here.")
            yield ImportProblem(below(place, name), sentence)


def _problems_of_words(value: dict[str, Any], place: str) -> Problems:
    slug, name = value.get("slug"), value.get("name")
    if isinstance(slug, str) and slug and (not SLUG.match(slug) or len(slug) > MAX_SLUG):
        sentence = _("Use small letters without accents, digits, hyphens and underscores.")
        yield ImportProblem(below(place, "slug"), sentence)
    if isinstance(name, str) and name and not NAME.fullmatch(name):
        yield ImportProblem(below(place, "name"), _("Use small letters, digits and _."))


def _problems_of_when(value: dict[str, Any], place: str) -> Problems:
    yield from _problems_of_condition(value.get("when"), below(place, "when"))


def _problems_of_condition(condition: Any, place: str) -> Problems:
    try:
        check(condition if condition is not None else {})
    except MalformedConditionError as error:
        gaps = {"reason": str(error)}
        yield ImportProblem(place, _("This is no condition. %(reason)s") % gaps)


def _problems_of_preconditions(
    value: dict[str, Any], place: str, *, keep_unknown: bool
) -> Problems:
    stored = value.get("preconditions")
    if stored is None:
        return
    if not isinstance(stored, list):
        yield ImportProblem(below(place, "preconditions"), _("Preconditions are a list."))
        return
    for index, spec in enumerate(stored):
        where = below(place, "preconditions", index)
        yield from _problems_of_spec(spec, where, registry.preconditions, keep_unknown)


def _problems_of_transition(value: dict[str, Any], place: str, *, keep_unknown: bool) -> Problems:
    spec, where = value.get("transition"), below(place, "transition")
    if not isinstance(spec, dict):
        return
    yield from _problems_of_spec(spec, where, registry.transitions, keep_unknown)
    options = spec.get("options")
    if spec.get("type") == "branch" and isinstance(options, dict):
        yield from _problems_of_arms(options, below(where, "options"))


def _problems_of_spec(spec: Any, place: str, shelf: Shelf, keep_unknown: bool) -> Problems:
    """Of a rule or a guard: a registered key, and how it is set."""
    kind = spec.get("type") if isinstance(spec, dict) else None
    if not isinstance(kind, str):
        yield ImportProblem(place, _("This is an object with type and options."))
        return
    if not isinstance(spec.get("options"), dict | None):
        yield ImportProblem(below(place, "options"), _("Options are an object."))
    if kind not in shelf and not keep_unknown:
        gaps = {"kind": shelf.kind, "key": kind}
        sentence = _("No installed app registers the %(kind)s “%(key)s”.")
        yield ImportProblem(below(place, "type"), sentence % gaps)


def _problems_of_arms(options: dict[str, Any], place: str) -> Problems:
    arms = options.get("arms", [])
    if not isinstance(arms, list):
        yield ImportProblem(below(place, "arms"), _("The arms of a branch are a list."))
        return
    for index, arm in enumerate(arms):
        where = below(place, "arms", index)
        if not isinstance(arm, dict) or not isinstance(arm.get("to"), str):
            sentence = _("An arm is an object that says when, and to which step.")
            yield ImportProblem(where, sentence)
        else:
            yield from _problems_of_condition(arm.get("when"), below(where, "when"))
    if not isinstance(options.get("otherwise"), str | None):
        yield ImportProblem(below(place, "otherwise"), _("This is the id of a step."))


def _problems_of_exits(item: dict[str, Any], place: str, *, keep_unknown: bool) -> Problems:
    exits, where = item["value"].get("exits"), below(place, "exits")
    if exits is None:
        return
    if not isinstance(exits, dict):
        yield ImportProblem(where, _("Exits are an object: the id of a step for each."))
        return
    kind = item.get("type")
    entry = registry.actions.find(kind) if isinstance(kind, str) else None
    for name, target in exits.items():
        if not isinstance(target, str):
            yield ImportProblem(below(where, name), _("This is the id of a step."))
        if entry and name not in entry.target.exits and not keep_unknown:
            yield ImportProblem(below(where, name), _("A step of this type has no such exit."))


def _can_be_read(item: dict[str, Any]) -> bool:
    """Options are the developer's own, and only their block can tell."""
    block = flow_stream_block()
    left_out = {*CHOSEN, "steps"}
    value = {name: each for name, each in item["value"].items() if name not in left_out}
    asked = {"type": item.get("type"), "value": value}
    return not is_item(asked) or not block.knows(asked) or block.can_read(asked)
