"""A block whose value is JSON: a script edits it, and a hidden field carries it unchanged."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block

from cmsflows.cms.limits import can_be_stored


class Damaged(str):
    """What came back from a form in place of JSON."""

    __slots__ = ()


class CarriedBlock(Block):
    """Its value may be any JSON, hence `Any`: what its script cannot show, it leaves alone."""

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """The JSON; where a form that was opened earlier has no such field, what is usual."""
        text = data.get(prefix)
        if text is None:
            return self.get_default()
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return Damaged(text)

    def value_omitted_from_data(self, data: Any, files: Any, prefix: str) -> bool:
        return prefix not in data

    def clean(self, value: Any) -> Any:
        if isinstance(value, Damaged) or not can_be_stored(value):
            raise ValidationError(_("This part of the form came back damaged. Reload the page."))
        return value

    def get_form_state(self, value: Any) -> dict[str, Any]:
        return {"json": value if isinstance(value, Damaged) else json.dumps(value)}

    def get_prep_value(self, value: Any) -> Any:
        """Asked for before `clean` too, when a form looks for changes."""
        return self.get_default() if isinstance(value, Damaged) else value

    def render_basic(self, value: Any, context: Any = None) -> str:
        return escape(json.dumps(value, ensure_ascii=False)) if value else ""
