"""An action is a step: a Django FormView whose form, once valid, completes it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from django import forms
from django.http import HttpRequest
from django.views.generic import FormView

from cmsflows.definition.nodes import EMPTY
from cmsflows.engine.components import Component
from cmsflows.engine.outcome import COMPLETE, SendTo

Answer: TypeAlias = Any
"""What `form_valid` may answer: COMPLETE, the name of an exit, a component class, a key, `send_to`,
or an HttpResponse.

`Any`: FormView promises a response, and checkers let nobody promise more than their base.
"""


class Action(Component, FormView):  # type: ignore[misc]  # View.options answers OPTIONS requests; ours are the editor's, and serving refuses those
    """A leaf of the tree: GET shows its form, a valid POST completes it.

    Without a `form_class` the form is empty: something to read, and a button to go on.
    """

    form_class: type[forms.BaseForm] = forms.Form
    http_method_names = ["get", "post", "head"]  # declared so by View

    requires: Sequence[str] = ()
    """Names that must be in the state, with a value, before this step can be entered."""

    provides: Mapping[str, type] = EMPTY
    """Names this step leaves in the state, with their types."""

    removes: Sequence[str] = ()
    """Names this step takes out of the state."""

    exits: Mapping[str, str] = EMPTY
    """Ways out other than completing: names and what their buttons say."""

    logs_in = False
    """Does this step log the visitor in? `LoginRequired` leads to such a step."""

    sensitive_fields: Sequence[str] = ()
    """Fields never kept, beside password inputs and card numbers, which never are."""

    bound_form: forms.BaseForm | None = None
    """The form of this request, once it was made."""

    def get_form(self, form_class: type[forms.BaseForm] | None = None) -> forms.BaseForm:
        self.bound_form = super().get_form(form_class)
        return self.bound_form

    def get_template_names(self) -> list[str]:
        """The action's own template; else one named after its key; else the one for every step."""
        if self.template_name:
            return [self.template_name]
        return [f"flow_blocks/{self.node.key}.html", "cmsflows/step.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What templates see. The state is not poured in: `action.state.name` reads it."""
        context = super().get_context_data(action=self, **kwargs)
        return {**self.walk.page_context(self), **context}

    def form_valid(self, form: forms.BaseForm) -> Answer:
        return COMPLETE

    def take_exit(self, name: str) -> Answer:
        """A visitor leaves by an exit instead of completing; the form was not validated."""
        return SendTo(name)

    def has_exit(self, name: str) -> bool:
        """Is this an exit of this step, and does it lead somewhere in this flow?"""
        if name not in self.exits:
            return False
        is_own = type(self).take_exit is not Action.take_exit
        return is_own or self.walk.leads_somewhere(self.node, name)

    def run(self, request: HttpRequest) -> Answer:
        """Serve the request as a FormView does, and hand on whatever it answered."""
        self.setup(request, *self.args, **self.kwargs)
        return self.dispatch(request, *self.args, **self.kwargs)
