"""Actions that the tests place in flow pages."""

from django import forms
from wagtail import blocks

from cmsflows import COMPLETE, Action, FileReference, LoginRequired, register_action
from cmsflows.blocks import ActionOptions
from tests.shop import background


class ItemForm(forms.Form):
    item = forms.CharField(max_length=40)


class PlanForm(forms.Form):
    plan = forms.ChoiceField(choices=[("small", "Small"), ("large", "Large")])


class SecretForm(forms.Form):
    password = forms.CharField(widget=forms.PasswordInput)
    card = forms.CharField(widget=forms.TextInput({"autocomplete": "cc-number"}))
    nickname = forms.CharField(required=False)


@register_action("test_item", label="Choose an item", icon="tag", group="Tests")
class ChooseItem(Action):
    """What shall it be?"""

    form_class = ItemForm
    provides = {"item": str}

    class Options(ActionOptions):
        hint = blocks.CharBlock(default="Take your time", required=False)

    def form_valid(self, form):
        self.state["item"] = form.cleaned_data["item"]
        return COMPLETE


@register_action("test_plan", label="Choose a plan", group="Tests")
class ChoosePlan(Action):
    """Small or large."""

    form_class = PlanForm
    provides = {"plan": str}
    promises = {"plan": "Nobody finishes without a plan."}
    exits = {"skip": "No plan, thanks"}

    def form_valid(self, form):
        self.state["plan"] = form.cleaned_data["plan"]
        return COMPLETE


@register_action("test_needs_plan", label="Uses the plan", group="Tests")
class NeedsPlan(Action):
    """Cannot be entered without a plan."""

    requires = ["plan"]


@register_action("test_members", label="Members only", group="Tests")
class MembersOnly(Action):
    """For who is logged in."""

    preconditions = [LoginRequired]


@register_action("test_secret", label="Secrets", group="Tests")
class Secrets(Action):
    """Asks for what must never be kept."""

    form_class = SecretForm


@register_action("test_note", label="Read this", group="Tests")
class ReadThis(Action):
    """Something to read."""


class AddressForm(forms.Form):
    country = forms.ChoiceField(choices=[("DE", "Germany"), ("AT", "Austria"), ("FR", "France")])
    total = forms.DecimalField()
    delivery = forms.DateField(label="Delivery day")
    is_gift = forms.BooleanField(required=False, label="It is a gift")
    extras = forms.MultipleChoiceField(choices=[("card", "Card"), ("ribbon", "Ribbon")])


@register_action("test_address", label="Your address", group="Tests")
class YourAddress(Action):
    """Asks for things of every kind."""

    form_class = AddressForm
    provides = {"country": str, "total": int}
    exits = {"help": "I need help", "test_note": "Read first"}


@register_action("test_report", label="Make a report", group="Tests")
class MakeReport(background.MakeReport):
    """A worker makes it."""


class UploadForm(forms.Form):
    paper = forms.FileField()


@register_action("test_upload", label="Papers", group="Tests")
class Upload(Action):
    """Keeps a paper."""

    form_class = UploadForm
    provides = {"paper": FileReference}

    def form_valid(self, form):
        self.state["paper"] = self.keep_file(form.cleaned_data["paper"])
        return COMPLETE
