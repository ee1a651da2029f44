"""Check your answers: what the steps before were told, to read once more before going on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cmsflows import Action, register_action
from cmsflows.definition.nodes import ActionNode, ScaffoldNode
from cmsflows.engine.task import Visit, VisitStatus
from cmsflows.engine.transitions import Transition
from flow_blocks.answers.told import Told, told


@dataclass(frozen=True, slots=True)
class AnsweredStep:
    """A step, and what it was told."""

    node: ActionNode
    answers: tuple[Told, ...]
    change_url: str = ""
    """Where it can be answered anew; empty where it is settled for good."""
    number: int = 0
    """Which round it was, of a step that was done in several; else 0."""


@register_action(
    "check_answers", label=_("Check your answers"), icon="clipboard-list", group=_("Words")
)
class CheckAnswers(Action):
    """What the steps before were told, to read once more, and to change."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`Any`: template variables are of all kinds."""
        return super().get_context_data(answered_steps=list(self.answered_steps()), **kwargs)

    def answered_steps(self) -> Iterator[AnsweredStep]:
        """In the order they were done. What is sensitive was never kept, and so is not shown."""
        shown = list(self._visits())
        rounds = [visit.node for visit in shown]
        for place, visit in enumerate(shown):
            node = self.walk.compiled.definition.node(visit.node)
            if not isinstance(node, ActionNode) or not self.walk.compiled.is_available(node):
                continue
            answers = tuple(self._lines(node, visit))
            if answers:
                is_one_of_several = rounds.count(visit.node) > 1
                number = rounds[: place + 1].count(visit.node) if is_one_of_several else 0
                url = self.walk.change_url(visit, then=self.node)
                yield AnsweredStep(node, answers, url, number)

    def _visits(self) -> Iterator[Visit]:
        """Each step's last, and every round of those that are repeated."""
        path = self.walk.task.path if self.walk.task else ()
        done = [visit for visit in path if visit.status is VisitStatus.DONE]
        last = {visit.node: visit.seq for visit in done}
        for visit in done:
            if last[visit.node] == visit.seq or self._is_repeated(visit):
                yield visit

    def _is_repeated(self, visit: Visit) -> bool:
        """Does the step stand in a group of which visitors may have another round?"""
        compiled = self.walk.compiled
        node = compiled.definition.node(visit.node)
        return any(
            isinstance(each, ScaffoldNode)
            and type(compiled.transition(each)).another is not Transition.another
            for each in (compiled.definition.lineage(node) if node else ())
        )

    def _lines(self, node: ActionNode, visit: Visit) -> Iterator[Told]:
        """What the step was told, by its form as it was made for this visitor then."""
        step = self.walk.compiled.action_class(node)()
        step.join(self.walk.at(visit), node)
        yield from told(step.get_form(), visit.answers)
