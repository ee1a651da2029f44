"""Steps for who is not logged in; who is only reads so, and goes on."""

from typing import Any

from django import forms

from cmsflows import Action


class ForStrangers(Action):
    """What the steps that find out who somebody is have in common."""

    strangers_form: type[forms.BaseForm] = forms.Form
    """The form for who is not logged in."""

    @property
    def is_known(self) -> bool:
        """Is the visitor logged in?"""
        return bool(self.request.user.is_authenticated)

    def get_form_class(self) -> type[forms.BaseForm]:
        return forms.Form if self.is_known else self.strangers_form

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        kwargs = super().get_form_kwargs()
        return kwargs if self.is_known else {**kwargs, **self.strangers_kwargs()}

    def strangers_kwargs(self) -> dict[str, Any]:
        """What that form takes beside what every form does. `Any`: see above."""
        return {}
