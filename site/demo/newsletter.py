"""A flow written in code and mounted at /newsletter/; its steps are blocks for editors, too."""

from django import forms
from django.contrib import messages

from cmsflows import COMPLETE, Action, Answer, FlowHandler, Linear, Scaffold, register_action


class AddressForm(forms.Form):
    email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))


@register_action("ask_address", label="Where shall we write to?", icon="mail")
class AskAddress(Action):
    """An email address."""

    form_class = AddressForm
    provides = {"email": str}

    def form_valid(self, form: forms.BaseForm) -> Answer:
        self.state["email"] = form.cleaned_data["email"]
        return COMPLETE


@register_action("subscribe", label="Subscribe", icon="tick-inverse")
class Subscribe(Action):
    """Puts the address on the list."""

    requires = ["email"]

    def form_valid(self, form: forms.BaseForm) -> Answer:
        messages.success(self.request, f"We will write to {self.state['email']}.")
        return COMPLETE


class Newsletter(Scaffold):
    action_set = [AskAddress, "check_answers", Subscribe]
    transition = Linear


handler = FlowHandler(app_namespace="newsletter")
newsletter = handler.register_entry_point(Newsletter)
