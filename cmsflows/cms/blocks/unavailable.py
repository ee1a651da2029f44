"""A placeholder for a step whose type nobody has registered: kept as it is, never dropped."""

import json
from typing import Any

from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register

from cmsflows.cms.blocks.adapters import UnavailableAdapter
from cmsflows.cms.blocks.carried import CarriedBlock, Damaged

UNAVAILABLE = "unavailable"
"""The type that a placeholder has in memory and in forms; it is never stored."""


class Placeholder(dict[str, Any]):
    """A raw stream item that holds another, whole; `Any`: that may be any JSON.

    A class of its own, since what was stored may call itself unavailable too.
    """


def wrap(item: Any) -> Placeholder:
    """A placeholder for a raw item, under the item's own id."""
    block_id = item.get("id") if isinstance(item, dict) else None
    return Placeholder(type=UNAVAILABLE, value=item, id=None if block_id is None else str(block_id))


def unwrap(item: dict[str, Any]) -> Any:
    """The item a placeholder holds; with the placeholder's id where that is a duplicate's."""
    held, block_id = item["value"], item.get("id")
    if isinstance(held, dict) and "id" in held and block_id and block_id != str(held["id"]):
        return {**held, "id": block_id}
    return held


def title_of(item: Any) -> str:
    """What an editor may know the step by: its title, else its type as words."""
    if not isinstance(item, dict):
        return gettext("A step")
    value = item.get("value")
    title = value.get("title") if isinstance(value, dict) else None
    if isinstance(title, str) and title.strip():
        return title
    kind = item.get("type")
    return capfirst(kind.replace("_", " ")) if isinstance(kind, str) else gettext("A step")


class UnavailableBlock(CarriedBlock):
    """Its value is the whole stored item, whatever that is (hence `Any`)."""

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Without its field there is no item to keep, and nothing is usual."""
        is_there = prefix in data
        return super().value_from_datadict(data, files, prefix) if is_there else Damaged()

    def get_prep_value(self, value: Any) -> Any:
        return value

    def get_form_state(self, value: Any) -> dict[str, str]:
        title = title_of(value)
        return {
            "json": value if isinstance(value, Damaged) else json.dumps(value),
            "title": title,
            "message": message(title),
        }

    def render_basic(self, value: Any, context: Any = None) -> str:
        return escape(message(title_of(value)))

    class Meta:
        label = _("Not available")
        icon = "warning"
        default = None


def message(title: str) -> str:
    return gettext('"%(title)s" is not available; ask a developer.') % {"title": title}


register(UnavailableAdapter(), UnavailableBlock)
