"""Fields that need not be filled in say so, where they are asked, and not where they are told."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def mark_optional(field: forms.Field) -> None:
    """Let a field be optional, and its label say so."""
    field.required = field.widget.is_required = False
    if field.label:
        field.question = field.label  # type: ignore[attr-defined]  # read by `question_of`
        field.label = _("%(label)s (optional)") % {"label": field.label}


def question_of(field: forms.Field) -> str | Promise:
    """What a field asks; empty where its label does not say."""
    asked: str | Promise = getattr(field, "question", "") or field.label or ""
    return asked
