"""Answers that an editor offers, for visitors to pick from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class OfferedAnswer(blocks.StructBlock):
    """An answer that visitors can pick."""

    label = blocks.CharBlock(label=_("Answer"), max_length=255)
    value = blocks.CharBlock(
        label=_("Name"),
        max_length=100,
        required=False,
        help_text=_("What conditions refer to. The answer itself, if you leave it empty."),
    )


def offered(choices: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of name and label. `Any`: the values of a StructBlock are Wagtail's own."""
    pairs = [(each.get("value") or each["label"], each["label"]) for each in choices]
    return [pair for pair in pairs if pair[0]]


def refuse_equal_names(value: Mapping[str, Any]) -> None:
    """Raises `StructBlockValidationError` where two of a block's `choices` are called the same.

    `Any`: see `offered`.
    """
    names = Counter(name for name, _label in offered(value["choices"]))
    if twice := [name for name, count in names.items() if count > 1]:
        message = _("Two answers are called “%(name)s”. Give each a name of its own.")
        error = ValidationError(message, params={"name": twice[0]})
        raise blocks.StructBlockValidationError({"choices": error})
