"""Where steps in a file refer to each other: does everything lead to a step that is there?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cmsflows.cms.exchange.places import ImportProblem, below, values_in
from cmsflows.cms.reusable.sources import StoredGroup, is_key
from cmsflows.cms.stored import REUSABLE, items_of, steps_of, value_of
from cmsflows.definition.renaming import OPERAND

Problems = Iterator[ImportProblem]


def problems_of_leads(
    items: Sequence[tuple[Any, str]],
    ids: Mapping[str, str],
    *,
    groups: Mapping[int, StoredGroup],
) -> Problems:
    """Every reference to a step that is not there. `Any`: raw items, each with its place."""
    known = _Known(items, ids, groups)
    for item, place in items:
        value = value_of(item)
        if value is not None:
            where = below(place, "value")
            yield from _problems_of_exits(value, where, known)
            yield from _problems_of_operands(value, where, known)
            yield from _problems_of_branch(item, where)


class _Known:
    """The steps one may refer to: those of the flow, and those its groups bring along."""

    def __init__(
        self,
        items: Sequence[tuple[Any, str]],
        ids: Mapping[str, str],
        groups: Mapping[int, StoredGroup],
    ) -> None:
        self._ids = ids
        self._groups = groups
        self._inside: dict[int, Mapping[str, Any]] = {}
        self._places = {
            item["id"]: item["value"].get("group")
            for item, _place in items
            if value_of(item) is not None
            and item.get("type") == REUSABLE
            and isinstance(item.get("id"), str)
        }

    def __contains__(self, target: str) -> bool:
        return target in self._ids or self._is_inside(target)

    def _is_inside(self, target: str) -> bool:
        """`<place>/<inner>`: a step of a group, as this flow knows it."""
        place, _slash, inner = target.partition("/")
        key = self._places.get(place)
        if not is_key(key) or key not in self._groups:
            return False
        return self._leads_inside(inner, key)

    def _leads_inside(self, path: str, key: int) -> bool:
        """Followed without recursion: each slash leads one group further in."""
        *places, last = path.split("/")
        for place in places:
            inner = (value_of(self._items_of(key).get(place)) or {}).get("group")
            if not is_key(inner) or inner not in self._groups:
                return False
            key = inner
        return last in self._items_of(key)

    def _items_of(self, key: int) -> Mapping[str, Any]:
        """The items of a group by their ids. `Any`: raw items."""
        if key not in self._inside:
            items = items_of(self._groups[key].stream)
            self._inside[key] = {
                item["id"]: item
                for item in items
                if isinstance(item, dict) and isinstance(item.get("id"), str)
            }
        return self._inside[key]


def _problems_of_exits(value: dict[str, Any], place: str, known: _Known) -> Problems:
    exits = value.get("exits")
    for name, target in exits.items() if isinstance(exits, dict) else ():
        if isinstance(target, str) and target and target not in known:
            yield _dangling(below(place, "exits", name))


def _problems_of_operands(value: dict[str, Any], place: str, known: _Known) -> Problems:
    """In conditions, wherever they stand; what stands in steps below is looked at there."""
    own = {name: each for name, each in value.items() if name != "steps"}
    for where, each, _depth in values_in(own, place):
        if isinstance(each, dict) and each.keys() == OPERAND:
            step = each["step"]
            if isinstance(step, str) and step not in known:
                yield _dangling(below(where, "step"))


def _problems_of_branch(item: dict[str, Any], place: str) -> Problems:
    """An arm leads to a child of the group, and nowhere else."""
    spec = item["value"].get("transition")
    options = spec.get("options") if isinstance(spec, dict) else None
    if not isinstance(options, dict) or spec.get("type") != "branch":
        return
    children = set(_names_of_children(item))
    where = below(place, "transition", "options")
    arms = options.get("arms")
    for index, arm in enumerate(arms if isinstance(arms, list) else ()):
        target = arm.get("to") if isinstance(arm, dict) else None
        if isinstance(target, str) and target not in children:
            yield _no_child(below(where, "arms", index, "to"))
    otherwise = options.get("otherwise")
    if isinstance(otherwise, str) and otherwise not in children:
        yield _no_child(below(where, "otherwise"))


def _names_of_children(item: dict[str, Any]) -> Iterator[str]:
    """All that the engine knows them by: id, type and slug."""
    for child in steps_of(item):
        if isinstance(child, dict):
            names = (child.get("id"), child.get("type"), (value_of(child) or {}).get("slug"))
            yield from (name for name in names if isinstance(name, str))


def _dangling(place: str) -> ImportProblem:
    return ImportProblem(place, _("No step has this id."))


def _no_child(place: str) -> ImportProblem:
    return ImportProblem(place, _("No step of this group has this id."))
