"""An action is a step: a Django FormView whose form, once valid, completes it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.views.generic import FormView

from cmsflows.definition.nodes import EMPTY
from cmsflows.engine.answers import Answers
from cmsflows.engine.codec import decode
from cmsflows.engine.components import Component
from cmsflows.engine.file_reference import FileReference
from cmsflows.engine.outcome import COMPLETE, UNKNOWN, Outside, SendTo, Unsettled
from cmsflows.engine.refill import is_shown_as_posted, refill
from cmsflows.exceptions import UnreadableRecordError

Answer: TypeAlias = Any
"""What `form_valid` may answer: COMPLETE, the name of an exit, a component class, a key, `send_to`,
or an HttpResponse. A commit step answers no response but a form with errors; it may answer
`send_outside`, or UNKNOWN where the outside did not tell what it did: the step is in doubt then.

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

    exits: Mapping[str, str | Promise] = EMPTY
    """Ways out other than completing: names and what their buttons say."""

    commits = False
    """Has `form_valid` an effect outside the task, which must happen once: an order, an email?

    Then a visitor's answers are validated once more before it, it runs under a claim, and
    `idempotency_key` names it to others. What it answers is not undone by going back.
    """

    locks_answers = False
    """Are the answers before this step settled for good when it is done, as by paying?"""

    is_repeatable = False
    """May it commit more than once in a run, where a flow leads to it again?"""

    is_checked_again = True
    """Are its answers validated once more before a commit and at the end?

    Say no where they were good only once, as codes sent by email are.
    """

    choices_from: Mapping[str, str] = EMPTY
    """For fields whose choices editors write: names of fields and of the options that hold them,
    each a list of values with a `label` and, if they have one, a `value`."""

    logs_in = False
    """Does this step log the visitor in? `LoginRequired` leads to such a step."""

    sensitive_fields: Sequence[str] = ()
    """Fields never kept, beside password inputs and card numbers, which never are."""

    unsettled_template_name = "cmsflows/unsettled.html"
    """What is shown while nobody knows what came of a commit; extend this one."""

    bound_form: forms.BaseForm | None = None
    """The form of this request, once it was made."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        judged = self.walk.judged_answers(self.node) or self._answers_to_show()
        bound = {"data": judged.as_post(), "files": MultiValueDict()} if judged else {}
        return {**super().get_form_kwargs(), **bound}

    def get_form(self, form_class: type[forms.BaseForm] | None = None) -> forms.BaseForm:
        """The form, filled in with what was answered before."""
        self.bound_form = super().get_form(form_class)
        earlier = self.walk.earlier_answers(self.node)
        refill(self.bound_form, earlier, upload=self._upload)
        return self.bound_form

    def _answers_to_show(self) -> Answers | None:
        """What a form that can only be shown as it was posted was told before."""
        earlier = self.walk.earlier_answers(self.node)
        if self.request.method == "POST" or not earlier:
            return None
        return earlier if is_shown_as_posted(self.get_form_class(), earlier) else None

    def _upload(self, encoded: Any) -> FileReference:
        """An upload that was kept before, as a file input shows it. `Any`: JSON."""
        reference = decode(encoded, task_id=self.walk.task_id)
        if not isinstance(reference, FileReference):
            raise UnreadableRecordError("The stored answers hold something else for an upload.")
        return replace(reference, url=self.file_url(reference))

    def get_template_names(self) -> list[str]:
        """The action's own template; else one named after its key; else the one for every step."""
        if self.template_name:
            return [self.template_name]
        return [f"flow_blocks/{self.node.key}.html", "cmsflows/step.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What templates see. The state is not poured in: `action.state.name` reads it."""
        context = super().get_context_data(action=self, **kwargs)
        return {**self.walk.page_context(self), **context}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Validate the form and complete the step. `Any`: URL arguments, and an answer.

        Write `form_valid` rather than this: here it is made sure that what commits runs once.
        """
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        if self.commits:
            self.walk.before_effect(self)
        return self.form_valid(form)

    def form_valid(self, form: forms.BaseForm) -> Answer:
        return COMPLETE

    def settle(self) -> Answer | Unsettled:
        """Ask the outside what came of a commit that is in doubt, or was left to another site.

        Answer what `form_valid` would have, NOT_DONE, or UNKNOWN. It may be asked several times,
        and must begin nothing new outside. A step that does not offer it stays in doubt until
        somebody finds out.
        """
        return UNKNOWN

    def give_up(self) -> Answer | Unsettled:
        """Make sure that what was left to another site can no longer happen there: the visitor
        wants the step back. Answer as `settle` does; it may have happened already.

        Without it the visitor has to wait for what `settle` is told.
        """
        raise NotImplementedError

    def outside_url(self) -> str:
        """Where a visitor who was sent to another site goes on there; empty for nowhere."""
        return ""

    def undo(self) -> None:
        """Take back, under `idempotency_key`, what was settled after the visitor had cancelled.

        A step that offers it can be cancelled while another site is asked.
        """
        raise NotImplementedError

    def send_outside(self, url: str) -> Outside:
        """Answer this from a commit step to leave the rest to another site, such as a payment
        provider's, and send the visitor there. `settle` is asked what came of it."""
        return Outside(url)

    @property
    def idempotency_key(self) -> str:
        """Names what this step does for this visitor, to whoever must not do it twice.

        It is the same each time they come here, until a try is known to have failed or succeeded.
        """
        return self.walk.idempotency_key(self.node)

    def keep_file(self, upload: UploadedFile | FileReference) -> FileReference:
        """Keep an upload in private storage, for as long as this task refers to it.

        Put what is answered into the state.
        """
        return upload if isinstance(upload, FileReference) else self.walk.keep_file(upload)

    def kept_file(self, value: object) -> FileReference | None:
        """The reference to this upload, if it was kept; a field that was not changed has one."""
        if value is None or isinstance(value, FileReference):
            return value
        return self.walk.kept_file(value)

    def file_url(self, reference: FileReference) -> str:
        """Where this visitor, and nobody else, can download a file that was kept."""
        return self.walk.file_url(reference)

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
