"""Shows a posted form again, filled in, without running its action."""

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.action import Action
from cmsflows.engine.components import Component
from cmsflows.engine.walk import leaf
from cmsflows.serving.show import handed_up, prepare
from cmsflows.serving.situation import Situation


def show_again(situation: Situation, action: ActionNode) -> HttpResponse:
    """The page of an action with what was typed, to be sent once more."""
    components = situation.walk.components(action)
    response = prepare(situation, components)
    if response is None:
        component = leaf(components)
        response = _page(component, component.get_form())
    return handed_up(components, response)


def too_much(components: list[Component]) -> HttpResponse:
    """The page of an action whose answers are more than can be kept."""
    component = leaf(components)
    form = component.bound_form or component.get_form()
    if isinstance(form, forms.BaseForm):
        form.add_error(None, _("That is more than can be kept. Please shorten it."))
    response = _page(component, form)
    response.status_code = 413
    return response


def _page(component: Action, form: forms.BaseForm) -> HttpResponse:
    return component.render_to_response(component.get_context_data(form=form))
