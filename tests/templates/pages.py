"""Renders the pages of a flow with as little on them as can be, for tests of their templates."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.template.loader import render_to_string

from cmsflows.definition.nodes import ActionNode, Words

FLOW = SimpleNamespace(title="Checkout", url="/checkout/", base_template="cmsflows/base.html")


def page_of(template: str, **context: Any) -> str:
    """A page of `templates/cmsflows/`. `Any`: variables of a template are of all kinds."""
    node = ActionNode(id="a", key="message", title="A step", words=Words())
    least = {"flow": FLOW, "node": node, "form": forms.Form(), "form_action": "/checkout/a-step/"}
    least["look_url"] = "/checkout/a-step/?_waited=1"
    return render_to_string(f"cmsflows/{template}.html", {"hidden_fields": [], **least, **context})
