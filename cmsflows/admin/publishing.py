"""Asks, before a changed flow goes live in the editor, what shall become of people half way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages

from cmsflows.admin.audit import (
    MOVED,
    PUBLISHED,
    STOPPED,
    moved_words,
    record,
    stopped_words,
)
from cmsflows.admin.flow_view import FlowView
from cmsflows.cms.everyone import move_everyone, stop_everyone
from cmsflows.cms.overview import Overview, overview
from cmsflows.cms.page import FlowPageMixin
from cmsflows.cms.versions import load_compiled
from cmsflows.cms.words_of_changes import sentence_of
from cmsflows.definition.changes import changes
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.exceptions import DefinitionError
from cmsflows.serving.bulk import Done

NEW, MOVE, STOP = "new", "move", "stop"


def ask_before_publishing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Lead to our own page where a live flow would change; let all else be published.

    For Wagtail's hook, which comes from the editor only; the revision is saved then. `Any`: a page
    of any class.
    """
    if not isinstance(page, FlowPageMixin) or not is_to_be_asked(page):
        return None
    url = reverse("cmsflows_publish", args=[page.pk, page.latest_revision_id])
    next_url = request.POST.get("next", "")
    return redirect(f"{url}?{urlencode({'next': next_url})}" if next_url else url)


def is_to_be_asked(page: FlowPageMixin) -> bool:
    """Would this draft, published now, replace a version that people may be half way in?"""
    is_scheduled = page.go_live_at is not None and page.go_live_at > timezone.now()
    if not page.live or not page.flow_version or is_scheduled:
        return False
    try:
        return page.flow_definition().version != page.flow_version
    except DefinitionError:
        return False  # Publishing says what is wrong.


@dataclass(frozen=True, slots=True)
class Choice:
    """What may become of people half way."""

    value: str
    label: str | Promise
    help: str | Promise


CHOICES = {
    NEW: Choice(
        NEW,
        gettext_lazy("New visitors only"),
        gettext_lazy("Whoever is half way finishes as they began."),
    ),
    MOVE: Choice(
        MOVE,
        gettext_lazy("Also move people who are half way, where it is safe"),
        gettext_lazy("They keep their answers. Whoever cannot be moved finishes as they began."),
    ),
    STOP: Choice(
        STOP,
        gettext_lazy("Stop everyone who is half way"),
        gettext_lazy(
            "Their answers are deleted, and a page says so and lets them start again. Whoever is "
            "paying elsewhere is stopped once that is settled."
        ),
    ),
}

UNTOLD = gettext_lazy("Something in the flow is not right; the editor shows where.")
"""For a refusal that is about blocks only, and says nothing of the whole."""

Act = Callable[[Any], Done]

ACTS: dict[str, tuple[Act, str, Callable[[Done], str]]] = {
    MOVE: (move_everyone, MOVED, moved_words),
    STOP: (stop_everyone, STOPPED, stopped_words),
}
"""What each choice does, what the history calls it, and how it is told."""


class PublishView(FlowView):
    """What changed, who is where, and the choice; a POST publishes the revision with it."""

    page_title = gettext_lazy("Publish")
    template_name = "cmsflows/admin/publish.html"

    def is_allowed(self) -> bool:
        return self.may_publish

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_to_be_asked(self.draft):
            # It is live already, say, or was unpublished meanwhile: the editor knows what to do.
            return redirect(self.edit_url)
        return self.shown()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        choice = request.POST.get("choice", NEW)
        if choice not in [each.value for each in self.choices]:
            raise PermissionDenied
        try:
            is_published = self._publish()
        except ValidationError as error:
            return self.shown(status=422, problems=error.messages or [UNTOLD])
        if not is_published:
            text = _("Somebody has changed this page since you opened this. Please look again.")
            return self.shown(status=409, problems=[text])
        return self._done(choice)

    @cached_property
    def revision(self) -> Any:
        """`Any`: Wagtail has no types."""
        found = self.page.revisions.filter(pk=self.kwargs["revision_id"]).first()
        if found is None:
            raise Http404("This page has no such revision.")
        return found

    @cached_property
    def draft(self) -> Any:
        """The page as it would go live. `Any`: a site's own page class."""
        return self.revision.as_object()

    @property
    def choices(self) -> list[Choice]:
        """Those that this editor may take."""
        allowed = {NEW: True, MOVE: self.may_move, STOP: self.may_stop}
        return [choice for value, choice in CHOICES.items() if allowed[value]]

    @cached_property
    def compiled(self) -> CompiledFlow | None:
        try:
            return CompiledFlow(self.draft.flow_definition())
        except DefinitionError:
            return None

    @property
    def changes(self) -> list[str]:
        live = load_compiled(self.page.flow_id, self.page.flow_version)
        if live is None or self.compiled is None:
            return []
        return [sentence_of(each) for each in changes(live.definition, self.compiled.definition)]

    @cached_property
    def people(self) -> Overview | None:
        return overview(self.page, self.compiled) if self.may_read else None

    @property
    def newer(self) -> Any:
        """A draft that was saved after this one. `Any`: Wagtail has no types."""
        latest = self.page.latest_revision
        return latest if latest and latest.pk > self.revision.pk else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "changes": self.changes,
            "choices": self.choices,
            "chosen": self.request.POST.get("choice", NEW),
            "newer": self.newer,
            "next_url": self.request.POST.get("next") or self.request.GET.get("next", ""),
            "people": self.people,
            "revision": self.revision,
            "seen": self._seen(),
        }

    @transaction.atomic
    def _publish(self) -> bool:
        """False where this is not what was shown any more. Of two who publish at once one waits,
        and is told."""
        self.page = type(self.page)._base_manager.select_for_update().get(pk=self.page.pk)
        if self.request.POST.get("seen") != self._seen() or not is_to_be_asked(self.draft):
            return False
        self.revision.publish(user=self.request.user)
        return True

    def _seen(self) -> str:
        """What this page was shown of: the latest draft, and the live version."""
        return f"{self.page.latest_revision_id}:{self.page.flow_version}"

    def _done(self, choice: str) -> HttpResponse:
        page = type(self.page)._base_manager.get(pk=self.page.pk)
        title = page.get_admin_display_title()
        told = _("Page “%(title)s” has been published.") % {"title": title}
        if choice in ACTS:
            act, name, words = ACTS[choice]
            done = act(page)
            record(page, name, user=self.request.user, done=done)
            told = f"{told} {words(done)}."
        else:
            record(page, PUBLISHED, user=self.request.user)
        for hook in hooks.get_hooks("after_publish_page"):
            answer = hook(self.request, page)
            if hasattr(answer, "status_code"):
                return answer  # type: ignore[no-any-return]  # Wagtail has no types
        buttons = [messages.button(self.edit_url, _("Edit"))]
        messages.success(self.request, told, buttons=buttons)
        return redirect(self.get_next_url())
