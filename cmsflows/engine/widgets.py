"""What the inputs of a form say of themselves."""

from collections.abc import Iterator

from django import forms


def widgets_within(widget: forms.Widget) -> Iterator[forms.Widget]:
    """A widget and all it is made of."""
    yield widget
    for part in getattr(widget, "widgets", ()):
        yield from widgets_within(part)


def autocomplete_tokens(widget: forms.Widget) -> list[str]:
    """What it asks a browser to fill in, in small letters (HTML Standard, "Autofill")."""
    return str(widget.attrs.get("autocomplete", "")).lower().split()
