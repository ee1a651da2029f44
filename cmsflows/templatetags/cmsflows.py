"""What the templates of a step ask for: its fields, and what it is called."""

from django import template
from django.forms import BaseForm, BoundField
from django.template.defaulttags import CsrfTokenNode
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cmsflows.definition.nodes import Node, ScaffoldNode
from cmsflows.engine.registry import registry, words_of

register = template.Library()


@register.simple_tag(takes_context=True)
def flow_fields(context: template.Context) -> SafeString:
    """The CSRF token and the hidden inputs by which a form finds its task."""
    hidden = format_html_join(
        "", '<input type="hidden" name="{}" value="{}">', context.get("hidden_fields") or ()
    )
    return format_html("{}{}", CsrfTokenNode().render(context), hidden)


@register.filter
def plain_fields(form: BaseForm) -> list[BoundField]:
    """The fields to fill in; their labels end as they were written, without Django's colon."""
    form.label_suffix = ""
    return form.visible_fields()


@register.filter
def step_title(node: Node) -> str | Promise:
    """What a step is called: its own title, else the label of its kind."""
    if node.title:
        return node.title
    shelf = registry.scaffolds if isinstance(node, ScaffoldNode) else registry.actions
    entry = shelf.find(node.key)
    return entry.label if entry else words_of(node.key.rpartition(".")[2])
