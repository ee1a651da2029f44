"""What a flow is told when it is started: the block in which editors declare it."""

from typing import Any

from django.core.exceptions import BadRequest
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    StreamBlock,
    StreamValue,
    StructBlock,
)

from cmsflows.definition.nodes import Input

INPUT = "input"
"""The type of such an item in the stored form."""

TYPES = (
    ("text", _("Text")),
    ("whole_number", _("Whole number")),
    ("number", _("Number")),
    ("date", _("Date")),
    ("yes_no", _("Yes or no")),
)


class InputBlock(StructBlock):
    """One thing that the site's code gives: what is being bought, say, or a campaign."""

    label = CharBlock(label=_("What it is"), max_length=100)
    name = CharBlock(
        label=_("Name"),
        max_length=100,
        help_text=_("What steps and conditions know it by; your developer can tell you."),
        validators=[RegexValidator(r"\A[a-z][a-z0-9_]*\Z", _("Use small letters, digits and _."))],
    )
    type = ChoiceBlock(choices=TYPES, default="text", label=_("Kind"))
    is_required = BooleanBlock(
        required=False,
        default=True,
        label=_("Nobody can start without it"),
    )

    class Meta:
        icon = "download"
        label = _("Input")
        label_format = "{label}"


class InputsBlock(StreamBlock):
    """All that a flow declares."""

    input = InputBlock()

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> StreamValue:
        """What a form holds. Raises `BadRequest` for one that is not whole: opened before there
        were inputs, say. `Any`: Django's own."""
        if f"{prefix}-count" not in data:
            raise BadRequest(_("The inputs of this flow came back incomplete."))
        return super().value_from_datadict(data, files, prefix)


def inputs_of(stream: object) -> tuple[Input, ...]:
    """The inputs in a stored stream; what is none is left out. `stream` is raw JSON."""
    values = [_value(item) for item in stream] if isinstance(stream, list) else []
    return tuple(
        Input(
            name=value["name"],
            type=str(value.get("type") or "text"),
            label=str(value.get("label") or ""),
            is_required=value.get("is_required", True) is True,
        )
        for value in values
        if isinstance(value.get("name"), str) and value["name"]
    )


def _value(item: Any) -> dict[str, Any]:
    value = item.get("value") if isinstance(item, dict) else None
    return value if isinstance(value, dict) else {}
