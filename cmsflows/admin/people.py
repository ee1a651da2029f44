"""People half way in a flow: how many are where, and the acts of moving and of stopping them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from cmsflows.admin.audit import record
from cmsflows.admin.flow_view import FlowView
from cmsflows.admin.publishing import ACTS, MOVE, STOP
from cmsflows.cms.overview import overview
from cmsflows.cms.versions import load_compiled


class PeopleView(FlowView):
    """Counts by version and step, and why people stay at an earlier version."""

    page_title = _("People half way")
    template_name = "cmsflows/admin/people.html"

    def is_allowed(self) -> bool:
        return self.may_read

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        live = self.page.live and load_compiled(self.page.flow_id, self.page.flow_version)
        return {
            **super().get_context_data(**kwargs),
            "people": overview(self.page, live or None),
            "move_url": self._url("cmsflows_move_people") if live and self.may_move else "",
            "stop_url": self._url("cmsflows_stop_people") if self.may_stop else "",
        }

    def _url(self, name: str) -> str:
        return reverse(name, args=[self.page.pk])


class ActView(FlowView):
    """Asks once more, and then acts."""

    template_name = "cmsflows/admin/confirm_people.html"
    act: str
    question: str | Promise
    consequence: str | Promise
    button: str | Promise
    is_serious = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act, name, words = ACTS[self.act]
        done = act(self.page)
        record(self.page, name, user=request.user, done=done)
        messages.success(request, f"{words(done)}.")
        return redirect(self.people_url if self.may_read else self.edit_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "question": self.question,
            "consequence": self.consequence,
            "button": self.button,
            "is_serious": self.is_serious,
            "back_url": self.people_url if self.may_read else self.edit_url,
        }


class MoveView(ActView):
    """Moves people to the live version."""

    page_title = _("Move people")
    act = MOVE
    question = _("Shall people who are half way go on with the live version?")
    consequence = _(
        "They keep their answers. Whoever cannot be moved safely finishes as they began."
    )
    button = _("Yes, move them")

    def is_allowed(self) -> bool:
        return self.may_move and bool(self.page.live and self.page.flow_version)


class StopView(ActView):
    """Stops everyone."""

    page_title = _("Stop everyone")
    act = STOP
    question = _("Shall everyone who is half way be stopped?")
    consequence = _(
        "Their answers are deleted, which cannot be undone. A page says so and lets them start "
        "again, while this page is live. Whoever is paying elsewhere is stopped once that is "
        "settled."
    )
    button = _("Yes, stop everyone")
    is_serious = True

    def is_allowed(self) -> bool:
        return self.may_stop
