"""The list of fields that an editor puts together into a form."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from flow_blocks.answers.field_blocks import (
    ChoiceFieldBlock,
    ChoicesFieldBlock,
    ConsentBlock,
    DateBlock,
    EmailBlock,
    NumberBlock,
    ParagraphBlock,
    PhoneBlock,
    TextBlock,
    UploadBlock,
)


class FieldsBlock(blocks.StreamBlock):
    """Fields of all kinds, each under a name of its own. The keys of kinds are stored, for ever."""

    text = TextBlock()
    paragraph = ParagraphBlock()
    number = NumberBlock()
    date = DateBlock()
    choice = ChoiceFieldBlock()
    choices = ChoicesFieldBlock()
    email = EmailBlock()
    phone = PhoneBlock()
    upload = UploadBlock()
    consent = ConsentBlock()

    def clean(self, value: Any) -> Any:
        """`Any`: the values of a StreamBlock are Wagtail's own."""
        typed = [bool(child.value.get("name")) for child in value]
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        errors = {
            number: blocks.StructBlockValidationError(
                {"name" if typed[number] else "label": self._twice(name)}
            )
            for number, name in _repeated(cleaned)
        }
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return cleaned

    @staticmethod
    def _twice(name: str) -> ValidationError:
        message = _("Another field is called “%(name)s” already. Give this one a name of its own.")
        return ValidationError(message, params={"name": name})

    class Meta:
        collapsed = True
        min_num = 1
        max_num = 100
        required = True


def _repeated(stream: Any) -> Iterator[tuple[int, str]]:
    """The places of fields whose names stand further up already. `Any`: a StreamValue."""
    seen: set[str] = set()
    for number, child in enumerate(stream):
        name = child.value["name"]
        if name in seen:
            yield number, name
        seen.add(name)
