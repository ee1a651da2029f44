"""The step of the bench as an action, and a flow of such steps in code."""

from django import forms

from cmsflows import COMPLETE, Action, FlowHandler, Linear, Scaffold, register_action
from cmsflows.engine.action import Answer
from cmsflows.statestore import redis_store
from tests.bench.forms import STEPS, TEMPLATE, StepForm


@register_action("bench_step", label="Bench step")
class BenchStep(Action):
    """Keeps what was typed."""

    form_class = StepForm
    template_name = TEMPLATE

    def form_valid(self, form: forms.Form) -> Answer:
        self.state.setdefault("answers", {})[self.node.id] = form.cleaned_data
        return COMPLETE


class Bench(Scaffold):
    """As many steps as the others have, each a class of its own."""

    action_set = [type(f"Step{number}", (BenchStep,), {}) for number in range(STEPS)]
    transition = Linear


handler = FlowHandler(app_namespace="bench")
handler.register_entry_point(Bench)

redis_handler = FlowHandler(app_namespace="bench-redis", state_store=redis_store.StateStore)
redis_handler.register_entry_point(Bench)
