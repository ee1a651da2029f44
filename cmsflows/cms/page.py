"""A page that is a flow: what it keeps, when a version of it is made, and where its steps live."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cmsflows import conf
from cmsflows.cms.blocks.inputs import InputsBlock, inputs_of
from cmsflows.cms.field import FlowField
from cmsflows.cms.forms import FlowPageForm
from cmsflows.cms.gate import errors_of, refusal
from cmsflows.cms.mount import page_mount, preview_page, serve_page
from cmsflows.cms.promises import PromisesField
from cmsflows.cms.reader import read_stream
from cmsflows.cms.reusable.copies import has_copies, is_alike
from cmsflows.cms.reusable.group import live_groups
from cmsflows.cms.scheduled import SCHEDULED, refuse_scheduled
from cmsflows.cms.stored import raw_of
from cmsflows.cms.versions import load_compiled, replace_version, store_version
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import EMPTY
from cmsflows.engine.inputs import check_inputs
from cmsflows.exceptions import DefinitionError
from cmsflows.serving.entry import entry_query
from cmsflows.serving.resuming import where_left_off
from cmsflows.serving.settling import settle_from_outside

logger = logging.getLogger("cmsflows")


PAGE = "page:"
"""What the names of flows that are pages begin with; the page's key follows."""

DECISIONS = ("moves_people", "stopped_before")
"""What is decided of people half way, and never by saving a page."""


class FlowPageMixin(models.Model):
    """Put it before your own page class to make that class a flow."""

    flow = FlowField(verbose_name=_("flow"))
    flow_version = models.CharField(max_length=64, blank=True, editable=False)
    """The version that new visitors start on, as its SHA-256; empty when it was never live."""

    inputs = StreamField(
        InputsBlock(required=False),
        verbose_name=_("inputs"),
        blank=True,
        help_text=_("What visitors bring along when they start here, given by the site's code."),
    )
    promises = PromisesField(
        _("promises"),
        default=list,
        blank=True,
        help_text=_("What must have happened when a visitor is done, whichever way they took."),
    )
    """Names that must be in the state at the end."""

    moves_people = models.BooleanField(default=False, editable=False)
    """Do runs of earlier versions go on with this one, where that is safe?"""
    stopped_before = models.DateTimeField(null=True, editable=False)
    """Runs begun before that are stopped."""

    idle_minutes = models.PositiveSmallIntegerField(
        _("minutes to keep answers"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
        help_text=_(
            "For how many minutes a visitor's answers are kept while they do nothing. "
            "If you leave it empty, the site decides."
        ),
    )

    flow_state_store: ClassVar[str] = ""
    """Where the tasks of such pages rest, if not where FLOWS_STATE_STORE says: the path of a module
    or class."""

    indispensable_steps: ClassVar[tuple[str, ...]] = ()
    """Keys of steps that the flow of every such page must have: without them it cannot go live."""

    base_form_class = FlowPageForm

    flow_panels: ClassVar[Sequence[Any]] = [
        FieldPanel("flow"),
        FieldPanel("promises"),
        FieldPanel("inputs"),
    ]
    flow_settings_panels: ClassVar[Sequence[Any]] = [FieldPanel("idle_minutes")]
    flow_search_fields: ClassVar[Sequence[Any]] = [index.SearchField("flow")]
    flow_api_fields: ClassVar[Sequence[Any]] = [APIField("flow")]
    """`Any`: Wagtail has no types."""

    exclude_fields_in_copy: ClassVar[list[str]] = ["flow_version", *DECISIONS]

    if TYPE_CHECKING:  # Wagtail has no types: what the page class beside this one brings is `Any`.

        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save, and where the page is live with this content, make its version.

        Raises `ValidationError` where a flow would go live that is not sound, unless Wagtail saves
        a copy or an alias: those are live pages without being asked, and wait for a sound version.
        """
        is_new = self._state.adding
        if is_new:
            self.flow_version = ""
        else:
            self._take_up_decisions()
        goes_live = self.live and _is_saved("flow", kwargs.get("update_fields"))
        stays = goes_live and self._differs_by_groups_only()
        flaws = errors_of(self) if goes_live and not stays else []
        if flaws and not is_new and kwargs.get("clean", True) and not self._is_live_already():
            raise refusal(flaws)
        result = super().save(*args, **kwargs)
        if flaws:
            reasons = " ".join(flaw.sentence for flaw in flaws)
            logger.error("%s stays at its earlier version. %s", self.flow_id, reasons)
        elif goes_live and not stays:
            self._make_version(kwargs.get("user"))
        return result

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision, or schedule it. Raises `ValidationError` where its flow is not sound.

        One whose time has come is not published then: that is logged, and stands in the page's
        history; the page stays as it was, and so that others have their turn, nothing is raised.
        `Any`: Wagtail has no types.
        """
        flaws = errors_of(revision.as_object())
        if flaws and kwargs.get("log_action") == SCHEDULED:
            return refuse_scheduled(self, revision, flaws)
        if flaws:
            raise refusal(flaws)
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]  # the page class beside this one has it

    @property
    def flow_id(self) -> str:
        """What versions and tasks know this page's flow by."""
        return f"{PAGE}{self.pk}"

    def flow_definition(self) -> FlowDefinition:
        """The flow as it stands in this object. Raises `DefinitionError`."""
        definition = read_stream(raw_of(self.flow), title=self.title, groups=live_groups())
        promises = self.promises if isinstance(self.promises, list) else []
        return replace(
            definition,
            inputs=inputs_of(raw_of(self.inputs)),
            promises=tuple(name for name in promises if isinstance(name, str)),
        )

    def flow_source(self) -> dict[str, Any]:
        """What a version of it is compiled from, as JSON (hence `Any`)."""
        return {
            "title": self.title,
            "flow": raw_of(self.flow),
            "inputs": raw_of(self.inputs),
            "promises": self.promises,
        }

    def start_url(
        self,
        request: HttpRequest | None = None,
        *,
        inputs: Mapping[str, Any] = EMPTY,
        return_to: str = "",
    ) -> str | None:
        """A link that starts this flow; None where the page has no URL.

        `inputs` become the state that the visitor begins with: signed, so that nobody can change
        a price, but readable by whoever holds the link. `return_to` is where the end leads, and
        must be on this site. `Any`: state is whatever the flow's actions make of it. Raises
        `UnstorableValueError` for inputs that cannot be kept, `InputError` where one that the page
        declares is missing, or of another type.
        """
        check_inputs(inputs_of(raw_of(self.inputs)), inputs)
        url = self.get_url(request)
        query = urlencode(entry_query(self.flow_id, inputs, return_to=return_to))
        return f"{url}?{query}" if url and query else url

    def settle(self, request: HttpRequest, task_id: str) -> bool:
        """Ask the step at which this task was sent outside what came of it: call it when another
        site says that it knows, from a payment provider's webhook say.

        True where that is known now, or was before; False where it is not yet, or there is no such
        task. It may be called as often as one likes. Who calls must have been authenticated.
        """
        return settle_from_outside(request, page_mount(self, request), task_id)

    def resume_url(self, request: HttpRequest) -> str:
        """Where this visitor left off in a run of this flow that is not over; empty for nowhere."""
        return where_left_off(request, page_mount(self, request))

    def with_content_json(self, content: dict[str, Any]) -> "FlowPageMixin":
        """An old revision brings its steps back, but not the version visitors started on then."""
        page: FlowPageMixin = super().with_content_json(content)  # type: ignore[misc]  # the page class beside this one has it
        for name in self.exclude_fields_in_copy:
            setattr(page, name, getattr(self, name))
        return page

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """What no child page answers to is the address of a step."""
        if path_components and self.numchild:
            try:
                return super().route(request, path_components)  # type: ignore[misc]  # the page class beside this one has it
            except Http404:
                pass
        if not (self.live or self._may_have_run(request)):
            raise Http404
        return RouteResult(self, kwargs={"path": "".join(f"{part}/" for part in path_components)})

    def serve(self, request: HttpRequest, path: str = "") -> HttpResponse:
        return serve_page(self, request, path)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return preview_page(self, request)

    def _may_have_run(self, request: HttpRequest) -> bool:
        """Runs begun before the page was taken offline go on; whose they are is asked later."""
        parameter = conf.task_id_param()
        return bool(self.flow_version) and (parameter in request.GET or parameter in request.POST)

    def _is_live_already(self) -> bool:
        """Is this very flow what new visitors start on? Then it does not go live by being saved."""
        try:
            return bool(self.flow_version) and self.flow_definition().version == self.flow_version
        except DefinitionError:
            return False

    def _take_up_decisions(self) -> None:
        """What was decided of people since this object was made stands: it may be an editor's,
        from before everyone was stopped."""
        stored = type(self)._base_manager.filter(pk=self.pk).values(*DECISIONS).first()
        for name, value in (stored or {}).items():
            setattr(self, name, value)

    def _differs_by_groups_only(self) -> bool:
        """Is it saved as it is live, but for reusable groups that have changed since?

        Those are taken up when somebody publishes the page, and by no other saving.
        """
        live = load_compiled(self.flow_id, self.flow_version) if self.flow_version else None
        if live is None or not has_copies(live.definition) or self._is_being_published():
            return False
        try:
            return is_alike(self.flow_definition(), live.definition)
        except DefinitionError:
            return False

    def _is_being_published(self) -> bool:
        """Publishing, and nothing else, says when it was done."""
        stored: Any = type(self)._base_manager.filter(pk=self.pk)  # `Any`: see above
        was = stored.values_list("live", "last_published_at").first()
        return bool(was != (True, self.last_published_at))

    def _make_version(self, user: Any) -> None:
        """Store this content as a version and let new visitors start on it."""
        definition = self.flow_definition()
        if user is None and self.live_revision is not None:
            user = self.live_revision.user
        store_version(self.flow_id, definition, user, source=self.flow_source())
        if self.flow_version != definition.version:
            replace_version(self.flow_id, self.flow_version, by=definition.version)
            # Who is half way stays there, unless whoever publishes says otherwise.
            self.flow_version, self.moves_people = definition.version, False
            stored = type(self)._base_manager.filter(pk=self.pk)
            stored.update(flow_version=self.flow_version, moves_people=False)


def _is_saved(field: str, update_fields: Collection[str] | None) -> bool:
    return update_fields is None or field in update_fields


def page_of_flow(flow: str) -> FlowPageMixin | None:
    """The page that tasks know as "page:12", live or not; None where there is none."""
    key = flow.removeprefix(PAGE)
    if key == flow or not key.isdecimal():
        return None
    page = Page.objects.filter(pk=int(key)).specific().first()
    return page if isinstance(page, FlowPageMixin) else None
