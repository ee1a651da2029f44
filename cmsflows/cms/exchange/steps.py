"""The steps of a flow in a file: shapes, types, ids, and whether everything leads somewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from django.utils.translation import gettext as _

from cmsflows.cms.exchange.form import HOPELESS, ITEM_KEYS, MAX_STEPS
from cmsflows.cms.exchange.leads import problems_of_leads
from cmsflows.cms.exchange.places import ImportProblem, below
from cmsflows.cms.exchange.values import problems_of_value
from cmsflows.cms.limits import max_levels
from cmsflows.cms.reusable.sources import StoredGroup
from cmsflows.cms.stored import REUSABLE, SCAFFOLD, steps_of
from cmsflows.engine.registry import registry

Problems = Iterator[ImportProblem]

MAX_ID = 64
RESERVED_ID = "root"
"""The flow itself is called that."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An item of a stream, and where it stands. `Any`: it may be any JSON."""

    item: Any
    place: str
    level: int


def problems_of_steps(
    stream: list[Any], place: str, *, groups: Mapping[int, StoredGroup], keep_unknown: bool
) -> Problems:
    """Every problem of one stream, whether of a page or of a reusable group. `Any`: any JSON."""
    placed = list(placed_in(stream, place))
    if len(placed) > MAX_STEPS:
        gaps = {"count": len(placed), "most": MAX_STEPS}
        yield ImportProblem(place, _("There are %(count)d steps, of at most %(most)d.") % gaps)
    if len(placed) > HOPELESS:
        return
    yield from _too_deep(placed)
    ids: dict[str, str] = {}
    for each in placed:
        yield from _problems_of_item(each, ids)
        if isinstance(each.item, dict):
            yield from _problems_of_type(each, groups, keep_unknown)
            yield from problems_of_value(each.item, each.place, keep_unknown=keep_unknown)
    items = [(each.item, each.place) for each in placed]
    yield from problems_of_leads(items, ids, groups=groups)


def placed_in(stream: list[Any], place: str) -> Iterator[Placed]:
    """Every item of a stream and below, in reading order; found without recursion."""
    waiting = [iter(_level(stream, place, 1))]
    while waiting:
        for each in waiting[-1]:
            yield each
            steps = steps_of(each.item)
            if steps:
                inner = below(each.place, "value", "steps")
                waiting.append(iter(_level(steps, inner, each.level + 1)))
                break
        else:
            waiting.pop()


def _level(stream: list[Any], place: str, level: int) -> list[Placed]:
    return [Placed(item, below(place, index), level) for index, item in enumerate(stream)]


def _too_deep(placed: list[Placed]) -> Problems:
    """Said once for each group that stands on the last level there may be."""
    allowed = max_levels()
    for each in placed:
        if each.level == allowed and steps_of(each.item):
            sentence = _("Groups may stand within each other up to %(levels)d levels deep.")
            yield ImportProblem(below(each.place, "value", "steps"), sentence % {"levels": allowed})


def _problems_of_item(each: Placed, ids: dict[str, str]) -> Problems:
    """Fills in `ids`, with the place of each."""
    item, place = each.item, each.place
    if not isinstance(item, dict):
        yield ImportProblem(place, _("A step is an object with type, id and value."))
        return
    for key in item:
        if key not in ITEM_KEYS:
            yield ImportProblem(below(place, key), _("Nothing of this name belongs here."))
    if not isinstance(item.get("value"), dict):
        yield ImportProblem(below(place, "value"), _("The value of a step is an object."))
    block_id = item.get("id")
    if not _is_id(block_id):
        sentence = _("An id is text of at most %(count)d characters, without a slash.")
        yield ImportProblem(below(place, "id"), sentence % {"count": MAX_ID})
    elif block_id in ids:
        gaps = {"place": ids[block_id]}
        yield ImportProblem(below(place, "id"), _("The step at %(place)s has this id.") % gaps)
    else:
        ids[block_id] = place


def _problems_of_type(
    each: Placed, groups: Mapping[int, StoredGroup], keep_unknown: bool
) -> Problems:
    kind = each.item.get("type")
    place = below(each.place, "type")
    if not isinstance(kind, str) or not kind:
        yield ImportProblem(place, _("The type of a step is text."))
    elif kind == REUSABLE:
        value = each.item.get("value")
        key = value.get("group") if isinstance(value, dict) else None
        if not isinstance(key, int) or isinstance(key, bool) or key not in groups:
            sentence = _("The file holds no reusable group of this key.")
            yield ImportProblem(below(each.place, "value", "group"), sentence)
    elif not keep_unknown and not _is_known(kind):
        sentence = _("No installed app registers a step of the type “%(type)s”.")
        yield ImportProblem(place, sentence % {"type": kind})


def _is_known(kind: str) -> bool:
    return kind == SCAFFOLD or kind in registry.actions or kind in registry.scaffolds


def _is_id(value: object) -> TypeGuard[str]:
    return (
        isinstance(value, str)
        and 0 < len(value) <= MAX_ID
        and "/" not in value
        and value.isprintable()
        and value != RESERVED_ID
    )
