"""A walk is one request's way through one flow: what all components of the path share."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cached_property, partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from cmsflows import conf
from cmsflows.definition.nodes import EMPTY, ActionNode, Node
from cmsflows.engine import files
from cmsflows.engine.action import Action
from cmsflows.engine.answers import Answers
from cmsflows.engine.circumstances import Circumstances
from cmsflows.engine.codec import encode_state
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.components import Component
from cmsflows.engine.delta import Delta, Encoded, differences, differences_seen_from, seen_from
from cmsflows.engine.file_reference import FileReference
from cmsflows.engine.host import State
from cmsflows.engine.ledger import idempotency_key
from cmsflows.engine.navigation import destination, leads_somewhere
from cmsflows.engine.task import Task
from cmsflows.engine.used import still_fits

StepUrl = Callable[[Node, Mapping[str, str]], str]
"""Answers the URL of a node, for this task, with these query parameters added."""

PageContext = Callable[[Action], dict[str, Any]]
"""Answers what templates see beside the form. `Any`: template variables are of all kinds."""

BeforeEffect = Callable[[Action], None]
"""Called when a commit step is about to run; it raises where that must not be."""

FILE_FIELD = "_file"
"""Names, in a URL, the upload to download."""


class Walk:
    """Made for one request, and thrown away with it.

    Whoever shows a page sets `page_context` before; whoever runs a commit step, `before_effect`.
    """

    def __init__(
        self,
        *,
        compiled: CompiledFlow,
        request: HttpRequest,
        task: Task | None,
        load_state: Callable[[], State],
        step_url: StepUrl,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] = EMPTY,
    ) -> None:
        self.compiled = compiled
        self.request = request
        self.task = task
        self._load_state = load_state
        self.args = args
        self.kwargs = kwargs
        self.step_url = step_url
        self.page_context: PageContext = _nothing
        self.before_effect: BeforeEffect = _refuse
        self._kept_files: list[tuple[object, FileReference]] = []
        self._judged: dict[str, Answers] = {}
        self._named: dict[str, State] = {}

    @cached_property
    def given(self) -> Circumstances:
        """What decides which steps are there: as it was before anything was changed."""
        return Circumstances(self.compiled, self.request, self.task, self._load_state)

    def is_there(self, node: Node) -> bool:
        """Is this node there for the visitor, by its conditions?"""
        return self.given.is_there(node)

    @property
    def task_id(self) -> str:
        """Empty where there is no task yet; no file belongs to that."""
        return self.task.id if self.task else ""

    @cached_property
    def state(self) -> State:
        """What the task has gathered; read when somebody first asks for it.

        Raises `UnreadableRecordError` when somebody else wrote it.
        """
        return self._load_state()

    def components(self, action: ActionNode) -> list[Component]:
        """New components for the path to an action, root first."""
        found = []
        for node in self.compiled.definition.lineage(action):
            component = self.compiled.component_class(node)()
            component.join(self, node)
            found.append(component)
        return found

    def state_for(self, node: Node) -> State:
        """The state as a node sees it: a step that an editor named has values of its own."""
        name = node.name if isinstance(node, ActionNode) else ""
        if not name:
            return self.state
        if name not in self._named:
            self._named[name] = deepcopy(seen_from(self.state, name))
        return self._named[name]

    def deltas_since(self, before: Encoded) -> tuple[Delta, ...]:
        """What the components changed, beginning with the state of before.

        Raises `UnstorableValueError` for values that cannot be kept, `TooManyItemsError`.
        """
        if "state" not in vars(self):
            return ()  # Nobody has so much as looked at it.
        encoded = partial(encode_state, task_id=self.task_id)
        shared = differences(before, encoded(self.state))
        named = [
            delta
            for name, now in self._named.items()
            for delta in differences_seen_from(before, encoded(now), name)
        ]
        return tuple(delta for delta in (*shared, *named) if delta)

    def earlier_answers(self, node: Node) -> Answers | None:
        """What this step was told before the visitor went back; a new round begins empty, and so
        does a step that used what has changed."""
        found = self.task.drafts.get(node.id) if self.task else None
        fits = found and self.task and still_fits(self.compiled, self.task, node, found)
        return found if fits else None

    def judged_answers(self, node: Node) -> Answers | None:
        """What is to be validated once more in place of what the request holds."""
        return self._judged.get(node.id)

    def judge(self, node: Node, answers: Answers) -> None:
        """Let the forms of this step be bound to these answers, whatever the request holds."""
        self._judged[node.id] = answers

    def idempotency_key(self, node: Node) -> str:
        """The name of what this step does for this visitor. Raises `RuntimeError` on a page that
        is only looked at before anything began."""
        if self.task is None:
            raise RuntimeError("There is no task yet, so nothing can be committed.")
        return idempotency_key(self.task, node.id)

    def keep_file(self, upload: UploadedFile) -> FileReference:
        """Keep an upload of this request; it goes again if the request is not accepted."""
        if self.task is None:
            raise RuntimeError("There is no task yet, so no file can be kept.")
        reference = files.keep(self.task.id, upload)
        self._kept_files.append((upload, reference))
        return reference

    def kept_file(self, value: object) -> FileReference | None:
        """The reference to an upload that was kept in this request."""
        return next((kept for upload, kept in self._kept_files if upload is value), None)

    @property
    def kept_keys(self) -> tuple[str, ...]:
        """The keys of the uploads that were kept in this request."""
        return tuple(kept.key for _upload, kept in self._kept_files)

    def file_url(self, reference: FileReference) -> str:
        """Where this visitor can download a file."""
        return self.step_url(self.compiled.definition.root, {FILE_FIELD: reference.key})

    def link_to(self, source: Node, target: object, query: Mapping[str, str]) -> str:
        """The URL of another component, for this visitor's task."""
        found = destination(self.given, source, target)
        return self.step_url(found or self.compiled.definition.root, query)

    def leads_somewhere(self, source: Node, target: object) -> bool:
        """Is there a place that `target` leads to from this node?"""
        return leads_somewhere(self.given, source, target)

    def way_back(self) -> str:
        """The URL that leads back here: after logging in elsewhere, say."""
        if self.task is None:
            return self.request.get_full_path()
        # The page of a first form was shown before there was a task.
        return self.step_url(self.compiled.definition.root, {conf.task_id_param(): self.task.id})


def leaf(components: list[Component]) -> Action:
    """The action at the end of a path. Raises `TypeError` where the path ends elsewhere."""
    component = components[-1]
    if not isinstance(component, Action):
        raise TypeError(f"{component!r} is no action, so it cannot be a step.")
    return component


def _refuse(action: Action) -> None:
    raise RuntimeError(f"{action!r} commits, and may only run where a form of its was accepted.")


def _nothing(action: Action) -> dict[str, Any]:
    return {}
