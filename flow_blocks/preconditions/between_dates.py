"""Between dates: open from one moment on, or until another, or both."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminDateTimeInput

from cmsflows import Precondition, register_precondition
from cmsflows.blocks import ActionOptions
from cmsflows.engine.host import Guarded

IN_SITE_TIME = _("In the time zone of this site, whichever your own is.")


class SiteDateTimeField(forms.DateTimeField):
    """Read and shown in the site's time zone; Wagtail's forms are in that of the editor.

    A time that the clocks skip, or pass twice, is refused.
    """

    def prepare_value(self, value: Any) -> Any:
        """`Any`: Django's own."""
        with timezone.override(timezone.get_default_timezone()):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> datetime | None:
        """`Any`: Django's own."""
        with timezone.override(timezone.get_default_timezone()):
            return super().to_python(value)


class MomentBlock(blocks.DateTimeBlock):
    """Stored as ISO 8601, with the offset from UTC."""

    @cached_property
    def field(self) -> forms.Field:
        return SiteDateTimeField(
            widget=AdminDateTimeInput(format=self.format), **self.field_options
        )

    def to_python(self, value: Any) -> datetime | None:
        """`Any`: it may be any JSON. Raises `ValueError` for what is no moment."""
        return moment_of(value)

    def get_prep_value(self, value: Any) -> Any:
        """`Any`: a moment, or nothing, or what a form has for one."""
        return value.isoformat() if isinstance(value, datetime) else value


class Between(ActionOptions):
    """When it is open."""

    opens = MomentBlock(required=False, label=_("Opens"), help_text=IN_SITE_TIME)
    closes = MomentBlock(required=False, label=_("Closes"), help_text=IN_SITE_TIME)

    def clean(self, value: Any) -> Any:
        """`Any`: the values of a StructBlock are Wagtail's own."""
        cleaned = super().clean(value)
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if not opens and not closes and not self.is_deferred_validation:
            error = ValidationError(_("Say when it opens, or when it closes, or both."))
            raise blocks.StructBlockValidationError({"opens": error})
        if opens and closes and opens >= closes:
            error = ValidationError(_("Choose a time after it opens."))
            raise blocks.StructBlockValidationError({"closes": error})
        return cleaned


@register_precondition("between_dates", label=_("Must be the right time"), icon="date")
class BetweenDates(Precondition):
    """Open from a certain moment on, or until a certain moment."""

    message = _("This is not open now.")

    Options = Between

    def __init__(self, opens: datetime | None = None, closes: datetime | None = None) -> None:
        self.opens = opens and in_site_time(opens)
        self.closes = closes and in_site_time(closes)
        self.is_readable = True

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """`Any`: options are plain JSON. What cannot be read is never open."""
        try:
            return cls(moment_of(options.get("opens")), moment_of(options.get("closes")))
        except ValueError:
            unreadable = cls()
            unreadable.is_readable = False
            return unreadable

    def is_met(self, component: Guarded) -> bool:
        return self.is_readable and not self._is_early() and not self._is_late()

    def message_for(self, component: Guarded) -> str | Promise:
        if self.opens and self._is_early():
            return _("This opens on %(date)s.") % {"date": shown(self.opens)}
        if self.closes and self._is_late():
            return _("This has been closed since %(date)s.") % {"date": shown(self.closes)}
        return self.message

    def flaws(self) -> Iterator[str]:
        if not self.is_readable:
            yield str(_("A time at which this opens or closes cannot be read. Enter it again."))
        elif self.opens and self.closes and self.opens >= self.closes:
            yield str(_("This closes before it opens, so nobody can come in. Change one of them."))

    def _is_early(self) -> bool:
        return self.opens is not None and timezone.now() < self.opens

    def _is_late(self) -> bool:
        return self.closes is not None and timezone.now() >= self.closes


def moment_of(value: object) -> datetime | None:
    """A moment from its stored form. Raises `ValueError` for what is none.

    One without an offset is in the site's time zone.
    """
    if value in (None, ""):
        return None
    found = parse_datetime(value) if isinstance(value, str) else value
    if not isinstance(found, datetime):
        raise ValueError(f"{value!r} is no date with a time.")
    return in_site_time(found)


def in_site_time(moment: datetime) -> datetime:
    """The moment as this site compares it: with a time zone, unless it uses none."""
    zone = timezone.get_default_timezone()
    if timezone.is_naive(timezone.now()):
        return moment if timezone.is_naive(moment) else timezone.make_naive(moment, zone)
    return timezone.make_aware(moment, zone) if timezone.is_naive(moment) else moment


def shown(moment: datetime) -> str:
    """The moment as visitors read it, with the name of the time zone."""
    if timezone.is_naive(moment):
        return date_format(moment, "DATETIME_FORMAT")
    local = timezone.localtime(moment)
    return f"{date_format(local, 'DATETIME_FORMAT')} ({local:%Z})"
