"""Builds Django's form fields from an editor's: by Wagtail's form builder, with limits of ours.

Wagtail's `FormBuilder` makes the fields of the kinds it has; telephone numbers, uploads and consent
are ours. `wagtail.contrib.forms` need not be installed.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.contrib.forms.forms import FormBuilder

from flow_blocks.answers.asked import AskedField
from flow_blocks.answers.offered import offered
from flow_blocks.answers.optional import mark_optional
from flow_blocks.answers.phones import PhoneField
from flow_blocks.answers.upload_options import limits_of
from flow_blocks.answers.uploads import UploadField
from flow_blocks.mail.email_field import EmailField

Options = dict[str, Any]
"""Arguments of a field. `Any`: each field class has its own."""

BLANK = ("", "---------")

MESSAGES: Mapping[str, Mapping[str, Any]] = {
    "date": {"required": _("Enter a date."), "invalid": _("Enter a date like 2026-12-31.")},
    "number": {
        "required": _("Enter a number."),
        "invalid": _("Enter a number."),
        "min_value": _("Enter %(limit_value)s or more."),
        "max_value": _("Enter %(limit_value)s or less."),
        "max_digits": _("Enter a smaller number."),
        "max_whole_digits": _("Enter a smaller number."),
        "max_decimal_places": _("Enter a number with fewer decimal places: %(max)s at most."),
    },
    "choice": {
        "required": _("Choose one of the answers."),
        "invalid_choice": _("Choose one of the answers."),
    },
    "choices": {
        "required": _("Choose at least one of the answers."),
        "invalid_choice": _("Choose from the answers."),
    },
    "consent": {"required": _("Tick the box to go on.")},
}
"""By kind. `Any`: translated lazily."""

ANSWER = {
    "required": _("Answer this question."),
    "max_length": _(
        "Shorten your answer to %(limit_value)d characters. It has %(show_value)d now."
    ),
}
WHOLE = _("Enter a whole number.")

SPEAKING = ("email", "phone", "upload")
"""Kinds whose fields have messages of their own."""


class FlowFormBuilder(FormBuilder):
    """Wagtail's, with the kinds that flows have beside, and the limits that editors set."""

    def __init__(self, fields: Iterable[AskedField]) -> None:
        super().__init__(list(fields))

    def get_field_options(self, field: AskedField) -> Options:
        options: Options = super().get_field_options(field)
        if field.kind not in SPEAKING:
            options["error_messages"] = dict(MESSAGES.get(field.kind, ANSWER))
        return options

    def create_text_field(self, field: AskedField, options: Options) -> forms.Field:
        limit = field.settings.get("max_length") or 255
        made: forms.Field = self.create_singleline_field(field, options)
        made.validators.append(MaxLengthValidator(limit))
        made.widget.attrs["maxlength"] = str(limit)
        return made

    def create_paragraph_field(self, field: AskedField, options: Options) -> forms.Field:
        options["max_length"] = field.settings.get("max_length") or None
        options["widget"] = forms.Textarea(attrs={"rows": 5})
        made: forms.Field = self.create_multiline_field(field, options)
        return made

    def create_number_field(self, field: AskedField, options: Options) -> forms.Field:
        settings = field.settings
        options |= {"min_value": settings.get("min"), "max_value": settings.get("max")}
        places = settings.get("decimal_places") or 0
        options |= {"max_digits": 15 + places, "decimal_places": places}
        if not places:
            options["error_messages"]["max_decimal_places"] = WHOLE
        # An input for numbers would change them when the mouse's wheel turns.
        mode = "decimal" if places else "numeric"
        options |= {"widget": forms.TextInput(attrs={"inputmode": mode}), "localize": True}
        made: forms.Field = super().create_number_field(field, options)
        return made

    def create_date_field(self, field: AskedField, options: Options) -> forms.Field:
        earliest, latest = date_limits(field.settings)
        attrs = {
            name: limit.isoformat()
            for name, limit in (("min", earliest), ("max", latest))
            if limit is not None
        }
        options["widget"] = forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")
        made: forms.Field = super().create_date_field(field, options)
        made.validators.append(DateLimits(field.settings))
        return made

    def create_email_field(self, field: AskedField, options: Options) -> forms.Field:
        return EmailField(**options)

    def create_phone_field(self, field: AskedField, options: Options) -> forms.Field:
        return PhoneField(region=field.settings.get("region") or "", **options)

    def create_choice_field(self, field: AskedField, options: Options) -> forms.Field:
        is_list = field.settings.get("look") == "list"
        create = self.create_dropdown_field if is_list else self.create_radio_field
        made = create(field, options)
        if is_list:
            made.choices = [BLANK, *made.choices]
        return made  # type: ignore[no-any-return]  # Wagtail has no types

    def create_choices_field(self, field: AskedField, options: Options) -> forms.Field:
        made: forms.Field = self.create_checkboxes_field(field, options)
        if most := field.settings.get("max_choices"):
            made.validators.append(AtMost(most))
        return made

    def create_consent_field(self, field: AskedField, options: Options) -> forms.Field:
        options |= {"required": True, "label": field.label, "initial": False}
        if details := field.settings.get("details"):
            options["help_text"] = mark_safe(str(details))  # noqa: S308  # Wagtail's own rich text
        made: forms.Field = self.create_checkbox_field(field, options)
        return made

    def create_upload_field(self, field: AskedField, options: Options) -> forms.Field:
        options.pop("initial")
        made = UploadField(**limits_of(field.settings), **options)
        made.help_text = " ".join(filter(None, [str(made.help_text), made.limits_in_words]))
        return made

    def get_formatted_field_choices(self, field: AskedField) -> list[tuple[str, str]]:
        return offered(field.settings.get("choices") or ())

    def get_formatted_field_initial(self, field: AskedField) -> list[str]:
        return list(field.default_value or ())


class AtMost:
    """Refuses more answers than so many."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, value: list[str]) -> None:
        if len(value) > self.number:
            raise ValidationError(
                ngettext_lazy(
                    "Choose one answer and no more.", "Choose %(number)d answers at most.", "number"
                ),
                code="many",
                params={"number": self.number},
            )


class DateLimits:
    """Refuses dates before and after what the editor allows, reckoned from today on each day."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """`Any`: the values of a StructBlock."""
        self.settings = settings

    def __call__(self, value: date) -> None:
        earliest, latest = date_limits(self.settings)
        if earliest and value < earliest:
            message = _("Enter a date that is not before %(limit)s.")
            raise ValidationError(message, code="early", params={"limit": date_format(earliest)})
        if latest and value > latest:
            message = _("Enter a date that is not after %(limit)s.")
            raise ValidationError(message, code="late", params={"limit": date_format(latest)})


def date_limits(settings: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """The earliest and the latest date that are allowed today. `Any`: see `DateLimits`."""
    earliest = [each for each in [settings.get("earliest")] if each]
    latest = [each for each in [settings.get("latest")] if each]
    if settings.get("moment") == "future":
        earliest.append(timezone.localdate())
    if settings.get("moment") == "past":
        latest.append(timezone.localdate())
    return max(earliest, default=None), min(latest, default=None)


def build(fields: Iterable[AskedField]) -> dict[str, forms.Field]:
    """Django's fields by name, in order. Kinds that are gone are left out."""
    known = [each for each in fields if hasattr(FlowFormBuilder, f"create_{each.kind}_field")]
    made: dict[str, forms.Field] = dict(FlowFormBuilder(known).formfields)
    for field in made.values():
        if not field.required:
            mark_optional(field)
    return made
