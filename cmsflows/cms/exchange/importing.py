"""Writes an imported flow: as a draft, and as drafts of the groups that it brings along."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction
from wagtail.log_actions import log

from cmsflows.cms.exchange.form import JsonObject
from cmsflows.cms.exchange.problems import groups_in
from cmsflows.cms.reusable.group import ReusableGroup
from cmsflows.cms.reusable.recursion import key_in, keys_in
from cmsflows.cms.reusable.sources import StoredGroup
from cmsflows.cms.stored import REUSABLE, items_of, steps_of, value_of
from cmsflows.definition.renaming import renamed

Keys = Mapping[int, int]
"""Keys that groups have here, by the keys they have in the file."""


@transaction.atomic
def import_into(page: Any, data: JsonObject, *, new_ids: bool = False, user: Any = None) -> Any:
    """Make the flow the latest draft of a page; the page keeps its title, and what is live of it.

    The data must have been found to be without problems. Answers the revision. `Any`: Wagtail has
    no types, and the user is of a site's own model.
    """
    draft = page.get_latest_revision_as_object()
    _fill(draft, data, new_ids=new_ids, user=user)
    return draft.save_revision(user=user, log_action=True)


@transaction.atomic
def import_below(
    parent: Any, model: Any, data: JsonObject, *, new_ids: bool = False, user: Any = None
) -> Any:
    """Make a page of the flow, which was never live. `model` is the class of the page.

    As `import_into`; answers the page.
    """
    page = model(title=data["title"].strip(), live=False)
    _fill(page, data, new_ids=new_ids, user=user)
    parent.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user)
    page.save_revision(user=user, log_action=True)
    return page


def _fill(page: Any, data: JsonObject, *, new_ids: bool, user: Any) -> None:
    keys = _groups_of(data, user=user)
    page.flow = with_keys(renewed(data["flow"]) if new_ids else data["flow"], keys)
    page.inputs = data.get("inputs", [])
    page.promises = data.get("promises", [])


def renewed(stream: list[Any]) -> list[Any]:
    """The stream with a new id for every step; references follow. `Any`: raw JSON."""
    names = {item["id"]: str(uuid4()) for item in items_of(stream)}
    places = {
        f"{item['id']}/": f"{names[item['id']]}/"
        for item in items_of(stream)
        if item.get("type") == REUSABLE
    }
    followed = renamed(stream, _Following(names, places))
    return [_with_new_id(item, names) for item in followed]


class _Following(dict[str, str]):
    """New ids by old ones; what is inside a group goes by the new id of the group's place."""

    def __init__(self, names: Mapping[str, str], places: Mapping[str, str]) -> None:
        super().__init__(names)
        self._places = places

    def get(self, name: str, default: Any = None) -> Any:
        """`Any`: as of every dictionary."""
        place, slash, inner = name.partition("/")
        if slash and f"{place}/" in self._places:
            return f"{self._places[f'{place}/']}{inner}"
        return super().get(name, default)


def _with_new_id(item: Any, names: Mapping[str, str]) -> Any:
    """Its own id is no reference, and what is a UUID has been followed already."""
    new = {**item, "id": names.get(item["id"], item["id"])}
    if steps := steps_of(item):
        new["value"] = {**item["value"], "steps": [_with_new_id(each, names) for each in steps]}
    return new


def with_keys(stream: list[Any], keys: Keys) -> list[Any]:
    """The stream with groups called by the keys they have here. `Any`: raw JSON."""
    return [_with_key(item, keys) for item in stream]


def _with_key(item: Any, keys: Keys) -> Any:
    value = value_of(item)
    if value is None:
        return item
    key = key_in(item)
    if key is not None:
        return {**item, "value": {**value, "group": keys.get(key, key)}}
    if steps := steps_of(item):
        return {**item, "value": {**value, "steps": with_keys(steps, keys)}}
    return item


def _groups_of(data: JsonObject, *, user: Any) -> dict[int, int]:
    """Find or make every group that the flow uses; those inside others first."""
    groups = groups_in(data)
    keys: dict[int, int] = {}
    for key in _inside_out(list(keys_in(data["flow"])), groups):
        group = groups[key]
        keys[key] = _found(group, keys) or _made(group, keys, user=user)
    return keys


def _inside_out(keys: list[int], groups: Mapping[int, StoredGroup]) -> Iterator[int]:
    """Each once, and after all that it uses; none holds itself."""
    done: set[int] = set()
    waiting = [(key, False) for key in keys]
    while waiting:
        key, is_opened = waiting.pop()
        if key in done:
            continue
        if is_opened:
            done.add(key)
            yield key
        else:
            waiting.append((key, True))
            waiting += [(inner, False) for inner in keys_in(groups[key].stream)]


def _found(group: StoredGroup, keys: Keys) -> int | None:
    """A group of this site that is the very same, and live."""
    wanted = StoredGroup(group.title, with_keys(group.stream, keys)).digest
    for each in ReusableGroup.objects.filter(title=group.title, live=True).order_by("pk"):
        if each.stored.digest == wanted:
            return int(each.pk)
    return None


def _made(group: StoredGroup, keys: Keys, *, user: Any) -> int:
    """Its steps keep their ids: in a flow they go by the id of the group's place, too."""
    made = ReusableGroup(title=group.title, flow=with_keys(group.stream, keys), live=False)
    made.save()
    log(instance=made, action="wagtail.create", user=user)
    made.save_revision(user=user, log_action=True)
    return int(made.pk)
