"""A form was posted to a task: does what the ledger's table says; see `engine.judging`."""

import logging
from typing import cast

from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cmsflows import conf, signals
from cmsflows.engine import files
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.judging import Judgement, Verdict, judge
from cmsflows.engine.navigation import alternatives
from cmsflows.engine.rewinding import rewind
from cmsflows.engine.runner import counting, finish
from cmsflows.engine.task import Task, TaskStatus, Visit
from cmsflows.engine.walk import leaf
from cmsflows.exceptions import RecordTooLargeError
from cmsflows.serving import notes
from cmsflows.serving.again import too_much
from cmsflows.serving.coming_back import brought_back
from cmsflows.serving.committing import ClaimLost, DoneBefore, commit, doubt
from cmsflows.serving.context import dress
from cmsflows.serving.events import tell_of
from cmsflows.serving.identity import single
from cmsflows.serving.leading import lead_on, lead_to_current, lead_to_following, stuck
from cmsflows.serving.mount import Mount
from cmsflows.serving.pages import VERSION, blocked_page, unavailable_page
from cmsflows.serving.posted import EXIT_FIELD, GIVE_UP_FIELD, digest_of
from cmsflows.serving.saving import Keeper
from cmsflows.serving.settling import settle_if_known, wait_for_others
from cmsflows.serving.show import handed_up
from cmsflows.serving.situation import Situation, named_action, situation_at, situation_of
from cmsflows.serving.stopping import is_to_stop, stop
from cmsflows.serving.submit import Form, Submission, is_invalid, submit
from cmsflows.serving.telling import announce
from cmsflows.serving.unsettled import unsettled_page
from cmsflows.serving.validating import set_right

logger = logging.getLogger("cmsflows")

TRIES = 5
"""How often a form is judged anew, where the task moves while it is being accepted."""

TOO_MANY_VISITS = _(
    "You have been through so many steps that no more can be kept. Please start again."
)

STALE = {
    Verdict.OUT_OF_DATE: notes.OUT_OF_DATE,
    Verdict.ELSEWHERE: notes.MOVED_ON,
    Verdict.SUBMITTED: notes.SUBMITTED,
}
"""What is said of forms that change nothing."""


class Posting:
    """One posted form, and the task it is for."""

    def __init__(
        self,
        request: HttpRequest,
        mount: Mount,
        compiled: CompiledFlow,
        keeper: Keeper,
        token: str,
        *,
        first: Situation | None = None,
    ) -> None:
        """`first` is where the visitor stands whose first form this is: there is no task yet."""
        self.request = request
        self.mount = mount
        self.compiled = compiled
        self.keeper = keeper
        self.token = token
        self.first = first
        self.version = keeper.task.version
        self.digest = self._digest()

    def _digest(self) -> str:
        named, task = named_action(self.mount, self.compiled), self.keeper.task
        node = named.id if named else task.position.node
        return digest_of(self.request, task_id=task.id, node=node)

    def answer(self) -> HttpResponse:
        """Judge the form, and do accordingly; judge it anew when the task moves meanwhile."""
        for _number in range(TRIES):
            before = self.keeper.task
            judgement = self._judged()
            if judgement.verdict is Verdict.PROCESS and self._has_failed_since(before):
                return self._lead_on(notes.NOT_DONE)
            response = self._by(judgement)
            if response is not None:
                return response
            self.keeper.read_anew()
        return self._lead_on(notes.MOVED_ON)

    def _judged(self) -> Judgement:
        judgement = judge(self.keeper.task, self.token, self.digest)
        if judgement.verdict is not Verdict.WAIT:
            return judgement
        wait_for_others(self.keeper)
        settle_if_known(
            self.request, self.mount, self.compiled, self.keeper, gives_up=self._gives_up()
        )
        return judge(self.keeper.task, self.token, self.digest)

    def _has_failed_since(self, before: Task) -> bool:
        """Was this very form being tried by another request, and refused? Who clicks twice on a
        card that is declined has it tried once."""
        claim = before.claim
        if claim is None or claim.digest != self.digest:
            return False
        tries = self.keeper.task.attempts.get(claim.node, 0)
        return tries > before.attempts.get(claim.node, 0)

    def _gives_up(self) -> bool:
        return bool(single(self.request, GIVE_UP_FIELD))

    def ask(self) -> HttpResponse:
        """Find out what came of the step, for a visitor who asks: nothing is run again. Or they
        want it back, and it is made sure that nothing comes of it any more.
        """
        judgement = self._judged()
        if self.keeper.task.claim:
            return unsettled_page(self.request, self.mount, self.compiled, self.keeper.task)
        is_open = judgement.verdict is Verdict.PROCESS and not self._gives_up()
        return self._lead_on(notes.NOT_DONE if is_open else "")

    def _by(self, judgement: Judgement) -> HttpResponse | None:
        """The answer by a verdict; None where the task was moved by somebody else meanwhile."""
        verdict, visit, task = judgement.verdict, judgement.visit, self.keeper.task
        if verdict is Verdict.ENDED:
            return self._lead_on()
        if is_to_stop(self.mount, task):
            return stop(self.request, self.mount, self.keeper)
        if not self._is_at_its_version():
            return self._lead_on(notes.OUT_OF_DATE)
        if verdict is Verdict.WAIT:
            return unsettled_page(self.request, self.mount, self.compiled, task)
        if verdict is Verdict.PROCESS:
            return self._process(self._situation(), task)
        if verdict is Verdict.REPLAY and visit:
            self._tell(signals.step_replayed, node=visit.node)
            return lead_to_following(self.request, self.mount, self.compiled, task, visit)
        if verdict is Verdict.REWIND and visit:
            situation = situation_at(self.request, self.mount, self.compiled, task, visit)
            if situation:
                dress(situation, task=task, until=self.keeper.live_on)
            return self._process(situation, rewind(self.compiled, task, visit), visit)
        self._tell(signals.form_stale, reason=verdict.value)
        return self._lead_on(STALE[verdict])

    def _is_at_its_version(self) -> bool:
        """Is there a place for this form where its task now is? It may have been moved to another
        version meanwhile; the form is for that then."""
        task = self.keeper.task
        if task.version != self.version:
            compiled = self.mount.pinned(task.version)
            if compiled is None or self.mount.locate(compiled) is None:
                return False
            self.compiled, self.version = compiled, task.version
            self.digest = self._digest()
        return True

    def _situation(self) -> Situation | None:
        if self.first and not self.keeper.version:
            return self.first
        situation = situation_of(self.request, self.mount, self.compiled, self.keeper.task)
        if situation:
            dress(situation, task=self.keeper.task, until=self.keeper.live_on)
        return situation

    def _process(
        self, situation: Situation | None, base: Task, visit: Visit | None = None
    ) -> HttpResponse | None:
        """Accept the form of a visit that is open, or that was gone back to and is rewound."""
        if situation is None:
            return unavailable_page(self.request, self.mount, reason=VERSION, status=410)
        if situation.standing.is_at_the_end:
            return self._finish(situation, base)
        if situation.standing.action is None:
            return stuck(situation)
        if situation.action is None:
            self._tell(signals.form_stale, reason=Verdict.OUT_OF_DATE.value)
            return self._lead_on(notes.OUT_OF_DATE)
        if len(base.path) >= allowed_visits(self.compiled):
            return blocked_page(self.request, self.mount, message=str(TOO_MANY_VISITS))
        form = Form(situation.action, _on_a_detour(situation, base), self.digest)
        try:
            return self._accept(situation, form, visit)
        except ClaimLost:
            return None
        except DoneBefore:
            return self._lead_on(notes.SUBMITTED)
        finally:
            self._forget_unused_files(situation)

    def _finish(self, situation: Situation, base: Task) -> HttpResponse | None:
        """None of the steps that are left is there for this visitor, and they press the button."""
        task = set_right(situation, finish(base), base.path)
        if not self.keeper.save(task):
            return None
        announce(self.request, base, task, is_new=False)
        return self._lead_on(notes.WRONG_NOW if task.position.is_asked_again else "")

    def _forget_unused_files(self, situation: Situation) -> None:
        """Uploads of a form that was not accepted are gone."""
        unused = set(situation.walk.kept_keys) - set(self.keeper.task.files)
        if unused:
            files.delete(unused, task_id=self.keeper.task.id)

    def _accept(self, situation: Situation, form: Form, visit: Visit | None) -> HttpResponse | None:
        turned_away = self._turned_away(situation, form)
        if turned_away:
            return turned_away
        is_new = not self.keeper.version
        is_leaving = bool(single(self.request, EXIT_FIELD))
        commits = self.compiled.action_class(form.action).commits and not is_leaving
        submission = commit(situation, form, self.keeper) if commits else submit(situation, form)
        if submission.task is None:
            return self._not_accepted(situation, submission)
        task = self._checked(situation, self._brought_back(submission, visit), form)
        try:
            is_saved = self.keeper.save(task)
        except RecordTooLargeError:
            return self._too_large(submission)
        if not is_saved:
            if commits:
                logger.error("What step %s of task %s did is unrecorded.", form.action.id, task.id)
            return None
        if visit:
            self._tell(signals.step_rewound, node=visit.node)
        announce(self.request, form.task, task, is_new=is_new)
        note = notes.WRONG_NOW if task.position.is_asked_again else ""
        return handed_up(submission.components, submission.response or self._lead_on(note))

    def _brought_back(self, submission: Submission, visit: Visit | None) -> Task:
        """The task that a form has made, past what need not be asked again after a change."""
        task, before = cast(Task, submission.task), self.keeper.task
        if visit is None or submission.response is not None:
            return task
        return brought_back(self.request, self.mount, self.compiled, task, before=before)

    def _turned_away(self, situation: Situation, form: Form) -> HttpResponse | None:
        """The page for a visitor whom a guard that counts does not let in after all."""
        guards = counting(situation.walk, form.action)
        if guards:
            self.keeper.bind_session()  # It may want to know who they are, before they have begun.
        for guard, component in guards:
            if not guard.admits(component):
                message = str(guard.message_for(component))
                return blocked_page(self.request, self.mount, message=message)
        return None

    def _too_large(self, submission: Submission) -> HttpResponse:
        """The visitor may write less; but what was committed is done, whatever they write."""
        if self.keeper.task.claim is None:
            return handed_up(submission.components, too_much(submission.components))
        logger.exception("What task %s has committed cannot be kept.", self.keeper.task.id)
        doubt(self.request, self.keeper)
        return handed_up(submission.components, self._lead_on())

    def _not_accepted(self, situation: Situation, submission: Submission) -> HttpResponse:
        component = leaf(submission.components)
        if is_invalid(component):
            self._tell(signals.step_invalid, node=component.node.id)
        current = self._lead_on() if self.keeper.task.claim else lead_to_current(situation)
        return handed_up(submission.components, submission.response or current)

    def _checked(self, situation: Situation, task: Task, form: Form) -> Task:
        """A task that would be done, once all its answers are still right; else back at the first
        that is not."""
        done = task.visits[-1] if task.visits else None
        if task.status is not TaskStatus.DONE or done is None or done.commits:
            return task
        earlier = [each for each in task.path if each.seq != form.task.position.seq]
        return set_right(situation, task, earlier)

    def _lead_on(self, note: str = "") -> HttpResponse:
        return lead_on(self.request, self.mount, self.compiled, self.keeper.task, note)

    def _tell(self, signal: Signal, **known: str) -> None:
        tell_of(signal, self.request, self.keeper.task, **known)


def allowed_visits(compiled: CompiledFlow) -> int:
    """How many visits a path may have: a long flow needs more than the settings allow for loops."""
    return max(int(conf.get("FLOWS_MAX_VISITS")), 2 * len(compiled.definition.actions))


def _on_a_detour(situation: Situation, task: Task) -> Task:
    """A visitor led elsewhere by a precondition comes back to where they were."""
    stands, origin = situation.standing.action, situation.origin
    is_there = any(
        stands is None or each.id == stands.id
        for each in alternatives(situation.walk.given, origin)
    )
    return task if is_there or task.resume else task.detouring(origin.id)
