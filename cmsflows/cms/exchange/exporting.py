"""Writes a flow, with the reusable groups it uses, as JSON."""

import json
from typing import Any

from cmsflows.cms.exchange.form import FORMAT, VERSION, JsonObject
from cmsflows.cms.page import FlowPageMixin
from cmsflows.cms.reusable.group import ReusableGroup
from cmsflows.cms.reusable.recursion import keys_in
from cmsflows.cms.reusable.sources import StoredGroup
from cmsflows.cms.stored import raw_of


def export_of(page: FlowPageMixin) -> JsonObject:
    """The flow as it stands in this object. A group that was never live is exported as a draft."""
    flow = raw_of(page.flow)
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": page.title,
        "flow": flow,
        "inputs": raw_of(page.inputs),
        "promises": page.promises,
        "groups": {
            str(key): {"title": group.title, "flow": group.stream}
            for key, group in _groups_of(flow).items()
        },
    }


def text_of(exported: JsonObject) -> str:
    """The file's text, for people to read and to compare."""
    text = json.dumps(exported, indent=2, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # JSON may hold half a character, and UTF-8 may not
        text = json.dumps(exported, indent=2)
    return f"{text}\n"


def draft_of(page: Any) -> FlowPageMixin:
    """The page as its editors see it. `Any`: a site's own page class."""
    draft: FlowPageMixin = page.get_latest_revision_as_object()
    return draft


def _groups_of(flow: list[Any]) -> dict[int, StoredGroup]:
    """Every group that a flow uses, by itself or within others. `Any`: raw JSON."""
    found: dict[int, StoredGroup] = {}
    waiting = list(keys_in(flow))
    while waiting:
        key = waiting.pop()
        group = None if key in found else ReusableGroup.objects.filter(pk=key).first()
        if group is not None:
            found[key] = (group if group.live else group.get_latest_revision_as_object()).stored
            waiting += keys_in(found[key].stream)
    return dict(sorted(found.items()))
