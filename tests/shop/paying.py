"""A short checkout in code, for tests whose visitors are other processes: item, pay, thanks."""

from django import forms
from django.urls import include, path

from cmsflows import COMPLETE, Action, FlowHandler, Linear, Scaffold
from tests.shop.effects import PayAndSettle, SlowPay
from tests.urls import urlpatterns as site


class ItemForm(forms.Form):
    item = forms.CharField()


class Item(Action):
    form_class = ItemForm

    def form_valid(self, form):
        self.state["item"] = form.cleaned_data["item"]
        return COMPLETE


class Thanks(Action):
    """Something to read."""


class Paying(Scaffold):
    action_set = [Item, SlowPay, Thanks]
    transition = Linear


class PayFirst(Scaffold):
    action_set = [SlowPay, Thanks]
    transition = Linear


class Crashing(Scaffold):
    action_set = [Item, PayAndSettle, Thanks]
    transition = Linear


handler = FlowHandler(app_namespace="paying")
paying = handler.register_entry_point(Paying)
pay_first = handler.register_entry_point(PayFirst)
crashing = handler.register_entry_point(Crashing)

urlpatterns = [path("", include(handler.urls)), *site]
