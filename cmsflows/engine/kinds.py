"""What kind of thing is it that a condition compares? Seven kinds are enough for editors."""

from collections.abc import Mapping
from enum import StrEnum

from django import forms

from cmsflows.definition.conditions import Op


class Kind(StrEnum):
    """Stored nowhere: forms and types of Python come down to one of these."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    OTHER = "other"
    """Something whose value nobody can write down: it is there, or it is not."""


COMPARISONS: Mapping[Kind, tuple[Op, ...]] = {
    Kind.TEXT: (Op.EQ, Op.NE, Op.IN, Op.CONTAINS, Op.EXISTS, Op.MISSING),
    Kind.NUMBER: (Op.EQ, Op.NE, Op.GT, Op.GE, Op.LT, Op.LE, Op.IN, Op.EXISTS, Op.MISSING),
    Kind.DATE: (Op.EQ, Op.NE, Op.GT, Op.GE, Op.LT, Op.LE, Op.EXISTS, Op.MISSING),
    Kind.YES_NO: (Op.IS_TRUE, Op.EQ, Op.NE, Op.EXISTS, Op.MISSING),
    Kind.CHOICE: (Op.EQ, Op.NE, Op.IN, Op.EXISTS, Op.MISSING),
    Kind.CHOICES: (Op.CONTAINS, Op.EXISTS, Op.MISSING),
    Kind.OTHER: (Op.EXISTS, Op.MISSING),
}
"""What can be asked of each kind."""

# A field is what the first of these says that it is an instance of.
FIELDS: tuple[tuple[type[forms.Field], Kind], ...] = (
    (forms.ModelMultipleChoiceField, Kind.CHOICES),
    (forms.ModelChoiceField, Kind.CHOICE),
    (forms.MultipleChoiceField, Kind.CHOICES),
    (forms.NullBooleanField, Kind.YES_NO),
    (forms.BooleanField, Kind.YES_NO),
    (forms.ChoiceField, Kind.CHOICE),
    (forms.DateTimeField, Kind.DATE),
    (forms.DateField, Kind.DATE),
    (forms.IntegerField, Kind.NUMBER),
    (forms.DurationField, Kind.OTHER),
    (forms.FileField, Kind.OTHER),
    (forms.JSONField, Kind.OTHER),
    (forms.MultiValueField, Kind.OTHER),
)

TYPES: Mapping[str, Kind] = {
    "str": Kind.TEXT,
    "text": Kind.TEXT,
    "UUID": Kind.TEXT,
    "time": Kind.TEXT,
    "int": Kind.NUMBER,
    "float": Kind.NUMBER,
    "Decimal": Kind.NUMBER,
    "number": Kind.NUMBER,
    "whole_number": Kind.NUMBER,
    "date": Kind.DATE,
    "datetime": Kind.DATE,
    "bool": Kind.YES_NO,
    "yes_no": Kind.YES_NO,
    "list": Kind.CHOICES,
    "tuple": Kind.CHOICES,
    "set": Kind.CHOICES,
    "frozenset": Kind.CHOICES,
}
"""By the names of Python's types, as contracts have them, and those of a flow's inputs."""


def kind_of_field(field: forms.Field) -> Kind:
    """What visitors answer in a field of a form."""
    return next((kind for base, kind in FIELDS if isinstance(field, base)), Kind.TEXT)


def kind_of_type(name: str) -> Kind:
    """What stands under a name of the state."""
    return TYPES.get(name, Kind.OTHER)
