"""A hidden block that carries JSON through a form unchanged: what this version cannot show."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import FieldBlock

from cmsflows.cms.limits import can_be_stored


class KeptBlock(FieldBlock):
    """Its value is a JSON object of any shape, hence `Any`; editors never see it."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
        super().__init__(**kwargs)

    def get_default(self) -> dict[str, Any]:
        return {}

    def value_for_form(self, value: Any) -> str:
        return value if isinstance(value, str) else json.dumps(value)

    def value_from_form(self, value: str | None) -> Any:
        """The JSON; the text itself where it is none, for `clean` to refuse."""
        try:
            return json.loads(value or "{}")
        except (ValueError, RecursionError):
            return value

    def get_prep_value(self, value: Any) -> dict[str, Any]:
        """Asked for before `clean` too, when a form looks for changes."""
        return value if isinstance(value, dict) else {}

    def clean(self, value: Any) -> Any:
        if not isinstance(value, dict) or not can_be_stored(value):
            raise ValidationError(_("This part of the form came back damaged. Reload the page."))
        return value

    def render_basic(self, value: Any, context: Any = None) -> str:
        return json.dumps(value, ensure_ascii=False) if value else ""

    class Meta:
        label = _("Other settings")
        icon = "cog"
