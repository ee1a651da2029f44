"""An action whose effect is work for a worker; its visitor waits on a page that shows progress.

Without workers the work is done in the request, with the same answers.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cmsflows.background import jobs
from cmsflows.background.job import Job
from cmsflows.background.sending import has_workers, send
from cmsflows.background.standing import DONE, FAILED
from cmsflows.background.texts import arguments_text, values_in
from cmsflows.background.working import do
from cmsflows.engine.action import Action, Answer
from cmsflows.engine.ledger import idempotency_key
from cmsflows.engine.outcome import COMPLETE, NOT_DONE, UNKNOWN, Progress, Unsettled
from cmsflows.exceptions import RecordTooLargeError, TooManyItemsError

if TYPE_CHECKING:
    from cmsflows.background.rows import StoredJob

ERROR = "error"
"""The exit by which visitors leave whose work has failed."""

FAILED_WORDS = _("It did not go through. You can try again.")

TOO_MUCH = _("That is more than can be worked on at once. Please shorten it.")


class BackgroundAction(Action):
    """Write `arguments` and `work`; the rest is as in any step that commits.

    `work` runs in another process, so it is given all it needs, and knows no request. Where a
    worker is lost half way another one works under the same key.
    """

    commits = True
    exits: Mapping[str, str | Promise] = {ERROR: _("If it fails")}
    failure_exits = (ERROR,)

    time_limit: float = 15 * 60
    """Seconds that a visitor is kept waiting; then it has failed."""

    max_tries = 3
    """How many workers may be lost over it."""

    _placed: str = ""
    """The key of the job that this request has written down."""

    def arguments(self, form: forms.BaseForm) -> Mapping[str, Any]:
        """What `work` is to be given: names and values such as may be in the state (hence `Any`).

        No passwords: they rest until the work is done.
        """
        return {}

    @classmethod
    def work(cls, job: Job, **arguments: Any) -> Mapping[str, Any] | None:
        """Do it, and answer what `done` is to be given.

        It may be tried again where a worker was lost: whoever must not do it twice is told
        `job.key`. `job.report(done, total)` shows how far it is. What raises has failed, and must
        not have happened; `WorkFailedError` says why to the visitor.
        """
        raise NotImplementedError

    @classmethod
    def take_back(cls, key: str, **arguments: Any) -> None:
        """Take back what was done under this key though nobody waits any more: the time was over,
        or the visitor had cancelled. Only a step that has it can be cancelled meanwhile."""

    def done(self, result: Mapping[str, Any]) -> Answer:
        """What `form_valid` would have answered; the result goes into the state.

        It may be asked several times, and must change nothing but the state. `Any`: see above.
        """
        self.state.update(result)
        return COMPLETE

    @classmethod
    def offers(cls, method: str) -> bool:
        if method == "undo":
            return _function(cls.take_back) is not _function(BackgroundAction.take_back)
        return super().offers(method)

    def undo(self) -> None:
        job = jobs.find(self.idempotency_key)
        if job:
            arguments = values_in(job.arguments, key=job.key, task_id=job.task_id)
            self.take_back(job.key, **arguments)

    def form_valid(self, form: forms.BaseForm) -> Answer:
        try:
            key = self._place(form)
        except (RecordTooLargeError, TooManyItemsError):
            form.add_error(None, str(TOO_MUCH))
            return self.form_invalid(form)
        if not has_workers():
            do(key)
        job = jobs.look(key)
        if job is None or not job.is_over:
            return self.wait_here()
        if job.status == FAILED and not self.has_exit(ERROR):
            form.add_error(None, job.failure or str(FAILED_WORDS))
            return self.form_invalid(form)
        return self._answer(job)

    def handle_response(self, response: HttpResponse) -> HttpResponse:
        """The run is saved by now: it is there to be moved on, however fast a worker is."""
        if self._placed:
            tell = partial(_send_or_forget, self._placed)
            transaction.on_commit(tell, using=jobs.alias(), robust=True)
        return super().handle_response(response)

    def settle(self) -> Answer | Unsettled:
        job = jobs.look(self.idempotency_key)
        if job is None:
            return NOT_DONE
        if job.is_over:
            return self._answer(job)
        is_waited_for = has_workers() or not job.is_to_be_taken
        return UNKNOWN if is_waited_for else NOT_DONE

    def progress(self) -> Progress | None:
        job = jobs.find(self.idempotency_key)
        if job is None:
            return Progress(is_over=True)
        return Progress(job.done, job.total, is_over=job.is_over or job.is_given_up)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whoever is shown the step again is told why. `Any`: template variables."""
        context = super().get_context_data(**kwargs)
        said = "" if self.request.method == "POST" else self._said_of_last_try()
        return {**context, "notice": said or context.get("notice", "")}

    def _place(self, form: forms.BaseForm) -> str:
        """Write the job down, and answer its key."""
        key, task_id = self.idempotency_key, self.walk.task_id
        arguments = arguments_text(key, self.arguments(form), task_id=task_id)
        jobs.place(
            jobs.Order(
                key=key,
                action=self.node.key,
                task_id=task_id,
                flow=self.flow_id,
                arguments=arguments,
                time_limit=self.time_limit,
                max_tries=self.max_tries,
                language=get_language() or "",
                host=self.request.get_host(),
                is_secure=self.request.is_secure(),
            )
        )
        self._placed = key
        return key

    def _answer(self, job: "StoredJob") -> Answer:
        if job.status == DONE:
            result = values_in(job.result, key=job.key, task_id=job.task_id)
            return self.done(result)
        return self.fail(ERROR)

    def _said_of_last_try(self) -> str:
        """The sentence for who failed the last time; empty where nothing did."""
        task = self.walk.task
        tries = task.attempts.get(self.node.id, 0) if task else 0
        if task is None or not tries:
            return ""
        attempts = {**task.attempts, self.node.id: tries - 1}
        job = jobs.find(idempotency_key(replace(task, attempts=attempts), self.node.id))
        has_failed = job is not None and job.status == FAILED
        return (job.failure or str(FAILED_WORDS)) if job and has_failed else ""


def _send_or_forget(key: str) -> None:
    """Tell the workers of a job; or forget what is personal of one that is over already."""
    job = jobs.find(key)
    if job and job.is_over:
        jobs.told(key)
    elif job and has_workers():
        send(key)


def _function(method: object) -> object:
    """What is behind a class method, whichever class it was asked of."""
    return getattr(method, "__func__", method)
