"""A turn: one of the times that a visitor may go through a flow."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TurnManager(models.Manager["Turn"]):
    """Takes turns and gives them back. Any number of processes may ask at once."""

    def take(self, *, flow: str, visitor: str, most: int, task: str) -> bool:
        """Take a turn for this run, or keep the one it has; False where all are taken.

        Two that want the last one want the same number, and of those the database lets one through.
        """
        of_visitor = self.filter(flow=flow, visitor=visitor)
        if of_visitor.filter(task=task).update(taken_at=timezone.now()):
            return True
        taken = set(of_visitor.values_list("number", flat=True))
        free = [number for number in range(1, most + 1) if number not in taken]
        for number in free[: max(most - len(taken), 0)]:
            if self._is_taken(flow=flow, visitor=visitor, number=number, task=task):
                return True
        return of_visitor.filter(task=task).exists()  # by the same form, sent twice

    def spend(self, task: str) -> list["Turn"]:
        """The run has come to its end, so its turns are used up for good; answers them."""
        turns = list(self.filter(task=task))
        if turns:
            self.filter(task=task).update(is_spent=True)
        return turns

    def spend_also(self, turn: "Turn", visitor: str) -> None:
        """The same run counts for its visitor under another name, too, whatever may be free."""
        of_visitor = self.filter(flow=turn.flow, visitor=visitor)
        is_done = of_visitor.filter(task=turn.task).exists()
        while not is_done:
            highest = of_visitor.aggregate(highest=models.Max("number"))["highest"] or 0
            values = {"flow": turn.flow, "visitor": visitor, "task": turn.task}
            is_done = self._is_taken(**values, number=highest + 1, is_spent=True)
            is_done = is_done or of_visitor.filter(task=turn.task).exists()

    def give_back(self, tasks: Collection[str], *, before: datetime | None = None) -> None:
        """Runs that are over without having come to their end; `before` spares later ones."""
        given = self.filter(task__in=tasks, is_spent=False)
        (given.filter(taken_at__lt=before) if before else given).delete()

    def _is_taken(self, **values: str | int | bool) -> bool:
        """Was there nobody faster?"""
        try:
            with transaction.atomic(using=self.db):
                self.create(**values)
        except IntegrityError:
            return False
        return True


class Turn(models.Model):
    """Neither who it is nor what they answered can be read from it."""

    flow = models.CharField(_("flow"), max_length=255)
    """What tasks know it by; the beginning, of a long one."""
    visitor = models.CharField(_("visitor"), max_length=64)
    """A keyed hash."""
    number = models.PositiveIntegerField(_("number"))
    """Counted from one."""
    task = models.CharField(_("task"), max_length=64, db_index=True)
    """The id of the run that it was taken for."""
    is_spent = models.BooleanField(_("spent"), default=False)
    """Has that run come to its end? Until then the turn may be given back."""
    taken_at = models.DateTimeField(_("taken at"), default=timezone.now)

    objects: ClassVar[TurnManager] = TurnManager()

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["flow", "visitor", "number"], name="flow_blocks_turn_once"
            ),
            models.UniqueConstraint(
                fields=["flow", "visitor", "task"], name="flow_blocks_turn_of_a_run"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flow}: {self.number}"
