"""Approving a flow in moderation: where that would publish one that is not sound, it is refused."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.views.pages.workflow import WorkflowActionView


class FlowWorkflowActionView(WorkflowActionView):
    """Wagtail's own, which says why instead of failing; the page stays in moderation."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`Any`: URL arguments."""
        try:
            with transaction.atomic():
                answer: HttpResponse = super().post(request, *args, **kwargs)
                return answer
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return self._led_back(request)

    def _led_back(self, request: HttpRequest) -> HttpResponse:
        """To the page's form, by script where a dialog has asked."""
        if request.headers.get("x-requested-with") != "XMLHttpRequest":
            return redirect(self.redirect_url)
        answer: HttpResponse = self.render_modal_json(
            request, {"step": "success", "redirect": self.redirect_url}
        )
        return answer
