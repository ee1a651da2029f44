"""The yardstick: a FormView by hand, its answers in the session, the next step after it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import FormView
from formtools.wizard.views import NamedUrlSessionWizardView

from tests.bench.forms import STEPS, TEMPLATE, StepForm


class BareStep(FormView):
    """Keeps what was typed and goes on."""

    form_class = StepForm
    template_name = TEMPLATE
    base = "/bare/"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        number = self.kwargs["number"]
        answers = self.request.session.setdefault("answers", {})
        answers[str(number)] = form.cleaned_data
        self.request.session.modified = True
        return HttpResponseRedirect(f"{self.base}{number + 1}/")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form_action=self.request.path, **kwargs)


class Wizard(NamedUrlSessionWizardView):
    """django-formtools, with a URL for each step."""

    form_list = [(f"step{number}", StepForm) for number in range(STEPS)]
    template_name = TEMPLATE

    def done(self, form_list: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse("done")


def bare_page(request: HttpRequest, number: int, base: str) -> HttpResponse:
    """The same step, at the URL of a Wagtail page."""
    return BareStep.as_view(base=base)(request, number=number)
