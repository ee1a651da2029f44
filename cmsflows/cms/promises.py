"""What a flow promises: names that must be in the state at the end, ticked by its editors."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from cmsflows.engine.catalogue import promises_offered


class PromisesField(models.JSONField):
    """A list of names; its form offers those of the registered steps.

    It goes as a JSON field in migrations, so that they need not change with it.
    """

    def formfield(self, **kwargs: Any) -> Any:
        """`Any`: what Django and Wagtail pass, and a field of either."""
        return super().formfield(**{**kwargs, "form_class": PromisesFormField})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", list(args), dict(kwargs)


class PromisesWidget(forms.CheckboxSelectMultiple):
    """Checkboxes for what is offered, and for what is promised already though nobody offers it."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> list[Any]:
        """`Any`: Django's own shapes."""
        self.choices = promise_choices(value or ())
        return super().optgroups(name, value, attrs)


class PromisesFormField(forms.Field):
    """Sentences to tick."""

    widget = PromisesWidget

    def __init__(self, *, encoder: Any = None, decoder: Any = None, **kwargs: Any) -> None:
        """A JSON field passes what JSON needs (hence `Any`); here it is not needed."""
        super().__init__(**kwargs)
        if not promises_offered():
            self.help_text = _("No step of this site offers a promise.")

    def prepare_value(self, value: Any) -> list[str]:
        """What is stored may be any JSON."""
        return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []

    def clean(self, value: Any) -> list[str]:
        names = [str(name) for name in value or ()]
        if any("\0" in name or len(name) > 200 for name in names):
            raise ValidationError(_("This part of the form came back damaged. Reload the page."))
        return sorted(set(names))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(self.prepare_value(initial)) != set(data or ())


def promise_choices(promised: Any) -> list[tuple[str, str]]:
    """Names and sentences: all that are offered, then those that are only `promised`."""
    offered: Mapping[str, Any] = promises_offered()
    known = [(name, str(sentence)) for name, sentence in offered.items()]
    unknown = [name for name in promised if name not in offered]
    sentence = _("“%(name)s” is there at the end (no step offers this promise any more).")
    return [*known, *((name, sentence % {"name": name}) for name in unknown)]
