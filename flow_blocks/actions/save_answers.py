"""Save the answers: a row for staff to read and to export, for as long as the editor says."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import COMPLETE, NOT_DONE, Action, Answer, Unsettled, register_action
from cmsflows.blocks import ActionOptions, StateNamesBlock
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode
from flow_blocks.answers.answered import answered_steps
from flow_blocks.answers.saving import Line, Run, lines_of_entries, lines_of_steps, save_once
from flow_blocks.mail.addresses import address_of
from flow_blocks.mail.names import is_known, known_names
from flow_blocks.models import SavedAnswers

LONGEST_TIME = 10 * 366
"""Days."""


@register_action(
    "save_answers", label=_("Save the answers"), icon="download", group=_("What happens")
)
class SaveAnswers(Action):
    """Keeps what visitors have answered, for you to read and to export.

    Passwords and card numbers are never among it. What is saved does not change any more.
    """

    commits = True
    is_repeatable = True
    locks_answers = True

    class Options(ActionOptions):
        list_title = blocks.CharBlock(
            label=_("List"),
            help_text=_("What you find them under, such as “Newsletter sign-ups”."),
            default=lambda: _now("Answers"),
            max_length=100,
        )
        days = blocks.IntegerBlock(
            label=_("Days to keep them"),
            help_text=_("Then they are erased. Left empty, they stay until you erase them."),
            default=365,
            required=False,
            min_value=1,
            max_value=LONGEST_TIME,
        )
        entries = StateNamesBlock(
            label=_("Only these"),
            help_text=_(
                "Without any tick, all answers of all steps before this one are saved, with the "
                "visitor's address and account, as far as they are known. With ticks, nothing else."
            ),
        )

    @classmethod
    def flaws_of_options(
        cls, node: ActionNode, definition: FlowDefinition
    ) -> Iterator[tuple[str, str]]:
        """Entries that nothing in this flow leaves any more."""
        known = known_names(definition, node)
        for name in chosen(node.options.get("entries")):
            if not is_known(name, known):
                yield (
                    "entries",
                    _now("Nothing in this flow asks for “%(name)s” any more.") % {"name": name},
                )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`Any`: template variables are of all kinds."""
        return super().get_context_data(erase_at=self.erase_at, **kwargs)

    def form_valid(self, form: forms.BaseForm) -> Answer:
        save_once(self.run_to_save())
        return COMPLETE

    def settle(self) -> Answer | Unsettled:
        """The row is made whole or not at all."""
        is_saved = SavedAnswers.objects.filter(key=self.idempotency_key).exists()
        return COMPLETE if is_saved else NOT_DONE

    @property
    def erase_at(self) -> datetime | None:
        days = self.options["days"]
        return timezone.now() + timedelta(days=days) if days else None

    def run_to_save(self) -> Run:
        """Whose they are is kept with all answers, but with chosen ones only if it is chosen."""
        lines, user, task = tuple(self.lines()), self.request.user, self.walk.task
        is_chosen = bool(chosen(self.options["entries"]))
        in_lines = next(filter(None, (address_of(line.value) for line in lines)), "")
        return Run(
            key=self.idempotency_key,
            title=self.options["list_title"],
            flow=task.flow if task else "",
            flow_title=self.walk.compiled.definition.root.title,
            email=in_lines if is_chosen else self.known_address() or in_lines,
            user=user if user.is_authenticated and not is_chosen else None,
            erase_at=self.erase_at,
            lines=lines,
        )

    def lines(self) -> Iterator[Line]:
        names = chosen(self.options["entries"])
        if names:
            return lines_of_entries(self.state, names)
        return lines_of_steps(answered_steps(self.walk))

    def known_address(self) -> str:
        """The first address that the state or the account has: by it, answers are erased."""
        below = [value for value in self.state.values() if isinstance(value, dict)]
        found = [address_of(each.get("email")) for each in (self.state, *below)]
        return next(filter(None, found), address_of(getattr(self.request.user, "email", "")))


def chosen(entries: object) -> list[str]:
    """The names in an option; whatever else somebody has put there is passed over."""
    return [name for name in entries if isinstance(name, str)] if isinstance(entries, list) else []
