"""The one form that every contender shows."""

from django import forms


class StepForm(forms.Form):
    """What a step of a checkout asks."""

    name = forms.CharField(max_length=80)
    email = forms.EmailField()
    size = forms.ChoiceField(choices=[("s", "Small"), ("m", "Medium"), ("l", "Large")])
    note = forms.CharField(required=False, widget=forms.Textarea)


ANSWERS = {"name": "Mary Miller", "email": "mary@example.org", "size": "m", "note": "By Friday."}
"""Valid data for it."""

TEMPLATE = "bench/step.html"
"""The one template that every contender renders."""

STEPS = 12
"""Steps of every flow."""
