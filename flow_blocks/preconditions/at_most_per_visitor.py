"""At most so many times: how often one visitor may go through a flow and finish it.

A run takes its turn when the first form behind this guard is sent, and has used it up when it comes
to its end. Until then it holds the turn, so that two tabs cannot both have the last one; a run that
is cancelled, stopped, or left to expire gives it back.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import Precondition, conf, register_precondition
from cmsflows.blocks import ActionOptions
from cmsflows.engine.host import Guarded
from cmsflows.engine.task import TaskStatus
from cmsflows.exceptions import UnreadableRecordError
from cmsflows.serving.binding import seal, user_key
from cmsflows.signals import task_cancelled, task_completed, task_stopped
from cmsflows.statestore.loading import known_stores
from cmsflows.statestore.records import from_record
from flow_blocks.models import Turn

LONGEST_FLOW_NAME = 255


@register_precondition("at_most_per_visitor", label=_("At most so many times"), icon="repeat")
class AtMostPerVisitor(Precondition):
    """Each visitor may finish this flow only so many times.

    Who is logged in is known by the account, others by their browser, for as long as it keeps the
    site's cookie; put `login_required` before it where that is not enough.
    """

    message = _("You have done this as often as one visitor may.")

    class Options(ActionOptions):
        most = blocks.IntegerBlock(
            label=_("Times"),
            min_value=1,
            max_value=1000,
            default=1,
            help_text=_(
                "How often one visitor may finish this flow. Visitors who are not logged in are "
                "known by their browser only: let them log in first if you must be sure."
            ),
        )

    def __init__(self, most: int = 1) -> None:
        self.most = most

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """`Any`: options are plain JSON. What is no number is not once."""
        most = options.get("most")
        return cls(most if isinstance(most, int) and not isinstance(most, bool) else 0)

    def is_met(self, component: Guarded) -> bool:
        """Is there a turn left, or has this run one? Nothing is written."""
        if self.most < 1:
            return False
        if component.walk.task is None and component.request.method == "POST":
            return True  # A first form: `admits` knows whether it was sent before.
        turns, task = turns_of(component), task_of(component)
        if turns is None or turns.count() < self.most or turns.filter(task=task).exists():
            return True
        return turns.exclude(pk__in=[each.pk for each in given_up(turns)]).count() < self.most

    def admits(self, component: Guarded) -> bool:
        """Take a turn for this run. A visitor whom nobody will know again gets none."""
        turns, task = turns_of(component), task_of(component)
        if turns is None or not task:
            return False
        if turns.count() >= self.most:
            idle = turns.filter(taken_at__lt=busy_since())
            Turn.objects.give_back([each.task for each in given_up(idle)], before=busy_since())
        flow, visitor = flow_of(component), visitor_of(component.request)
        return Turn.objects.take(flow=flow, visitor=visitor, most=self.most, task=task)

    def message_for(self, component: Guarded) -> str | Promise:
        turns = turns_of(component)
        if turns is not None and turns.filter(is_spent=True).count() < self.most:
            return _("You have begun this before. Finish or cancel that first, or try again later.")
        if self.most == 1:
            return _("You have done this before, and it can be done only once.")
        return self.message

    def flaws(self) -> Iterator[str]:
        if self.most < 1:
            yield str(_("“At most so many times” does not say how many. Enter a number."))


def turns_of(component: Guarded) -> QuerySet[Turn] | None:
    """The turns that this visitor has taken; None for one whom we do not know yet."""
    visitor = visitor_of(component.request)
    if not visitor:
        return None
    return Turn.objects.filter(flow=flow_of(component), visitor=visitor)


def visitor_of(request: HttpRequest) -> str:
    """A keyed hash of who this is: by the account, else by what the binder says."""
    user, browser = user_key(request), seal(request)
    return hashed(f"user:{user}" if user else f"browser:{browser}") if user or browser else ""


def hashed(name: str) -> str:
    return salted_hmac("flow_blocks.turn", name, algorithm="sha256").hexdigest()


def flow_of(component: Guarded) -> str:
    return component.walk.flow[:LONGEST_FLOW_NAME]


def task_of(component: Guarded) -> str:
    return component.walk.task_id


def given_up(turns: QuerySet[Turn]) -> list[Turn]:
    """The turns of runs that are gone, or over without having come to their end."""
    return [each for each in turns.filter(is_spent=False) if is_given_up(each.task)]


def busy_since() -> datetime:
    """A turn that was taken later may be of a run that is about to be saved for the first time."""
    return timezone.now() - timedelta(seconds=float(conf.get("FLOWS_COMMIT_LEASE")))


def is_given_up(task_id: str) -> bool:
    """Has a run ended otherwise than by coming to its end? What cannot be read has not."""
    for store in known_stores():
        try:
            stored = store.load(task_id)
            task = from_record(stored.record) if stored else None
        except UnreadableRecordError:
            return False
        if task:
            return task.status in (TaskStatus.CANCELLED, TaskStatus.STOPPED)
    return True


@receiver(task_completed)
def spend(sender: Any, request: HttpRequest | None, task_id: str, **known: Any) -> None:
    """The turns of a run that is done are used up: for the browser, and for who has logged in.

    `Any`: a signal's sender and arguments.
    """
    turns = Turn.objects.spend(task_id)
    user = user_key(request) if request else ""
    if not turns or request is None or not user:
        return
    here = hashed(f"browser:{seal(request)}")  # a call from outside has another
    for turn in turns:
        if turn.visitor == here:
            Turn.objects.spend_also(turn, hashed(f"user:{user}"))


@receiver([task_cancelled, task_stopped])
def give_back(sender: Any, task_id: str, **known: Any) -> None:
    """`Any`: a signal's sender and arguments."""
    Turn.objects.give_back([task_id])
