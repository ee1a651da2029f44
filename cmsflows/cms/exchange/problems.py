"""Looks over an exported flow before it is imported: every problem, each with its place.

Nothing is written and nothing is raised, whatever the data are.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cmsflows.cms.exchange.form import (
    FORMAT,
    GROUP_KEYS,
    KEYS,
    MAX_GROUPS,
    MAX_TITLE,
    VERSION,
    JsonObject,
)
from cmsflows.cms.exchange.inputs import problems_of_inputs
from cmsflows.cms.exchange.places import ImportProblem, below
from cmsflows.cms.exchange.steps import problems_of_steps
from cmsflows.cms.exchange.text import problems_of_values
from cmsflows.cms.reusable.recursion import keys_in, leads_to
from cmsflows.cms.reusable.sources import StoredGroup

Problems = Iterator[ImportProblem]


def problems_of_import(data: Any, *, keep_unknown: bool = False) -> list[ImportProblem]:
    """All that keeps this from being imported. `Any`: it may be any JSON.

    With `keep_unknown`, steps, rules, guards and exits that no installed app knows are none.
    """
    if not isinstance(data, dict):
        return [ImportProblem("", _("This is no exported flow: it is no object."))]
    if data.get("format") != FORMAT:
        return [
            ImportProblem("/format", _('This is no exported flow: it does not say "cmsflows".'))
        ]
    if data.get("version") != VERSION or isinstance(data["version"], bool):
        sentence = _("This is of another version than %(version)d.") % {"version": VERSION}
        return [ImportProblem("/version", sentence)]
    return [
        *problems_of_values(data),
        *_strangers("", data, KEYS),
        *_problems_of_title("", data),
        *problems_of_inputs(data.get("inputs", [])),
        *_problems_of_promises(data.get("promises", [])),
        *_problems_of_flow("", data, groups_in(data), keep_unknown),
        *_problems_of_groups(data, keep_unknown),
    ]


def groups_in(data: JsonObject) -> dict[int, StoredGroup]:
    """The groups that stand in the file, by the keys that steps call them."""
    groups = data.get("groups")
    return {
        int(key): StoredGroup(str(group.get("title")), group["flow"])
        for key, group in (groups.items() if isinstance(groups, dict) else ())
        if _is_key(key) and isinstance(group, dict) and isinstance(group.get("flow"), list)
    }


def _strangers(place: str, found: JsonObject, known: frozenset[str]) -> Problems:
    for key in found:
        if key not in known:
            yield ImportProblem(below(place, key), _("Nothing of this name belongs here."))


def _problems_of_title(place: str, found: JsonObject) -> Problems:
    title = found.get("title")
    if not isinstance(title, str) or not title.strip():
        yield ImportProblem(below(place, "title"), _("There must be a title, as text."))
    elif len(title) > MAX_TITLE:
        sentence = _("A title has at most %(count)d characters.") % {"count": MAX_TITLE}
        yield ImportProblem(below(place, "title"), sentence)


def _problems_of_promises(promises: Any) -> Problems:
    """`Any`: any JSON."""
    if not isinstance(promises, list):
        yield ImportProblem("/promises", _("Promises are a list of names."))
        return
    for index, name in enumerate(promises):
        if not isinstance(name, str) or not name:
            yield ImportProblem(f"/promises/{index}", _("A promise is a name, as text."))


def _problems_of_flow(
    place: str, found: JsonObject, groups: dict[int, StoredGroup], keep_unknown: bool
) -> Problems:
    flow = found.get("flow")
    if isinstance(flow, list):
        yield from problems_of_steps(
            flow, below(place, "flow"), groups=groups, keep_unknown=keep_unknown
        )
    else:
        yield ImportProblem(below(place, "flow"), _("There must be a list of steps."))


def _problems_of_groups(data: JsonObject, keep_unknown: bool) -> Problems:
    groups = data.get("groups", {})
    if not isinstance(groups, dict):
        yield ImportProblem("/groups", _("Reusable groups are an object, by their keys."))
        return
    if len(groups) > MAX_GROUPS:
        gaps = {"count": len(groups), "most": MAX_GROUPS}
        sentence = _("There are %(count)d reusable groups, of at most %(most)d.")
        yield ImportProblem("/groups", sentence % gaps)
        return
    known = groups_in(data)
    for key, group in groups.items():
        place = below("/groups", key)
        if not _is_key(key):
            yield ImportProblem(place, _("The key of a reusable group is a whole number."))
        if not isinstance(group, dict):
            yield ImportProblem(place, _("A reusable group is an object with title and flow."))
            continue
        yield from _strangers(place, group, GROUP_KEYS)
        yield from _problems_of_title(place, group)
        yield from _problems_of_flow(place, group, known, keep_unknown)
    for key in known:
        if any(leads_to(each, key, known.get) for each in keys_in(known[key].stream)):
            yield ImportProblem(f"/groups/{key}", _("This group would hold itself."))


def _is_key(text: str) -> bool:
    """A positive number as Python writes it, and no larger than databases count."""
    return text.isascii() and text.isdigit() and len(text) <= 18 and str(int(text)) == text
