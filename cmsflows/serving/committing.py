"""Commits a step: claims it, runs its effect once, and records what came of it.

The claim is saved before the effect, so that of eight who send the form at once one runs it. A
process that dies between claim and record leaves the step in doubt, and it is never silently run
again; see `settling`.
"""

import logging
import time
from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.debug import sensitive_variables

from cmsflows import conf, signals
from cmsflows.engine.action import Action
from cmsflows.engine.components import Component
from cmsflows.engine.delta import Delta
from cmsflows.engine.outcome import UNKNOWN, Outside
from cmsflows.engine.rewinding import rewind
from cmsflows.engine.runner import next_try
from cmsflows.engine.task import Claim, Task, Visit
from cmsflows.engine.walk import leaf
from cmsflows.exceptions import CommitAnswerError, RecordTooLargeError, TooManyItemsError
from cmsflows.serving.again import too_much
from cmsflows.serving.events import tell_of
from cmsflows.serving.saving import Keeper
from cmsflows.serving.show import SeeOther, prepare
from cmsflows.serving.situation import Situation
from cmsflows.serving.submit import Form, Submission, answers_of, is_invalid, moved_task
from cmsflows.serving.validating import first_wrong

logger = logging.getLogger("cmsflows")


class ClaimLost(Exception):
    """Somebody else has claimed the step, or moved the task: judge the form anew."""


class DoneBefore(Exception):
    """The step has committed once, and may not again."""


class WrongBefore(Exception):
    """An answer given before is no longer right, so nothing is committed."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit


@sensitive_variables()
def commit(situation: Situation, form: Form, keeper: Keeper) -> Submission:
    """Run a commit step with the form that was posted; what it leaves is for the caller to save.

    Raises `ClaimLost` where it was not this request's to run, `DoneBefore` where it was run before,
    and what the action raises: the step is in doubt then.
    """
    components = situation.walk.components(form.action)
    prepared = prepare(situation, components)
    if prepared is not None:
        return Submission(components, response=prepared)
    effect = _Effect(situation, form, keeper)
    situation.walk.before_effect = effect.claim
    try:
        answer = leaf(components).run(situation.request)
        return effect.outcome(components, answer)
    except (ClaimLost, DoneBefore):
        raise
    except WrongBefore as wrong:
        asked = rewind(situation.compiled, form.task, wrong.visit, is_asked_again=True)
        return Submission(components, task=asked)
    except RecordTooLargeError:
        return Submission(
            components, response=too_much(components)
        )  # of the claim: nothing has run
    except TooManyItemsError:
        logger.exception("What step %s did cannot be kept.", form.action.id)
        doubt(situation.request, keeper)
        return Submission(components)
    except Exception:
        doubt(situation.request, keeper)
        raise


def doubt(request: HttpRequest, keeper: Keeper) -> None:
    """The effect may or may not have happened: nobody runs it again, from this moment on.

    Nothing is in doubt where no claim was saved.
    """
    claimed = keeper.task
    if claimed.claim is None:
        return
    keeper.save(replace(claimed, claim=replace(claimed.claim, until=0.0)))
    tell_of(signals.step_in_doubt, request, claimed, node=claimed.claim.node)


class _Effect:
    """One try at a commit step."""

    def __init__(self, situation: Situation, form: Form, keeper: Keeper) -> None:
        self.situation = situation
        self.form = form
        self.keeper = keeper
        self.claimed: Task | None = None

    def claim(self, action: Action) -> None:
        """Called by the action once its form is valid: from here on its effect may be under way."""
        task, form = self.form.task, self.form
        done = {each.node for each in (*task.path, *task.commits) if each.commits}
        if form.action.id in done and not action.is_repeatable:
            raise DoneBefore
        wrong = first_wrong(self.situation, task, task.path)
        if wrong is not None:
            raise WrongBefore(wrong)
        until = time.time() + float(conf.get("FLOWS_COMMIT_LEASE"))
        answers = answers_of(self.situation, action, form)
        claim = Claim(form.action.id, form.digest, until, answers=answers)
        if not self.keeper.save(replace(task, claim=claim)):
            raise ClaimLost
        self.claimed = self.keeper.task

    def outcome(self, components: list[Component], answer: Any) -> Submission:
        """What to save and to say. `Any`: an action may answer anything; it is checked."""
        component = leaf(components)
        if isinstance(answer, HttpResponseBase):
            return self._refused(components, cast(HttpResponse, answer))
        if self.claimed is None:
            raise CommitAnswerError(action=self.form.action.key, answer=answer)
        if answer is UNKNOWN:
            doubt(self.situation.request, self.keeper)
            return Submission(components)
        deltas = self.situation.walk.deltas_since(self.claimed.encoded_state())
        if isinstance(answer, Outside):
            task = self._left_to_others(component, deltas)
            return Submission(components, task=task, response=SeeOther(answer.url))
        form = replace(self.form, task=self.claimed)
        moved = moved_task(
            self.situation, components, form, answer, deltas=deltas, commits=component.commits
        )
        return Submission(components, task=moved)

    def _left_to_others(self, component: Action, deltas: tuple[Delta, ...]) -> Task:
        """The task while another site is asked; what was posted is not posted a second time."""
        task, form = self.claimed or self.form.task, self.form
        answers = answers_of(self.situation, component, form)
        return replace(
            task,
            claim=Claim(form.action.id, form.digest, 0.0, is_outside=True, answers=answers),
            kept=(*task.kept, *deltas),
            files=(*task.files, *self.situation.walk.kept_keys),
        )

    def _refused(self, components: list[Component], response: HttpResponse) -> Submission:
        """The form has errors: before the effect, or since it was refused outside, a card say."""
        if self.claimed is None:
            return Submission(components, response=response)
        if not is_invalid(leaf(components)):
            raise CommitAnswerError(action=self.form.action.key, answer=response)
        return Submission(
            components, task=next_try(self.claimed, self.form.action.id), response=response
        )
