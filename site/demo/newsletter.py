"""A flow written in code: three steps, mounted at /newsletter/ without any page."""

from typing import Any

from django import forms
from django.contrib import messages

from cmsflows import COMPLETE, Action, FlowHandler, Linear, Scaffold


class AddressForm(forms.Form):
    email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    glazes = forms.BooleanField(label="Tell me about new glazes, too", required=False)


class AskAddress(Action):
    title = "Where shall we write to?"
    form_class = AddressForm
    provides = {"email": str, "glazes": bool}

    def form_valid(self, form: forms.BaseForm) -> Any:
        self.state.update(form.cleaned_data)
        return COMPLETE


class Subscribe(Action):
    title = "Subscribe"
    requires = ["email"]

    def form_valid(self, form: forms.BaseForm) -> Any:
        messages.success(self.request, f"We will write to {self.state['email']}.")
        return COMPLETE


class Newsletter(Scaffold):
    title = "Newsletter"
    action_set = [AskAddress, "check_answers", Subscribe]
    transition = Linear


handler = FlowHandler(app_namespace="newsletter")
newsletter = handler.register_entry_point(Newsletter)
