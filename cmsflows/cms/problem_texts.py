"""Problems of a flow in sentences: what is wrong, where, and what to do about it.

They are plain text: whoever puts one into a page escapes it.
"""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmsflows.cms.stored import REUSABLE
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode
from cmsflows.definition.numbers import numbers_of, title_of
from cmsflows.definition.problems import Code, Problem

ARROW = " \N{RIGHTWARDS ARROW} "

SENTENCES: Mapping[Code, str | Promise] = {
    Code.EMPTY_FLOW: _("This flow has no steps, so nobody could go through it. Add one."),
    Code.EMPTY_GROUP: _(
        "%(step)s has no steps, so visitors pass it by. Add one, or remove the group."
    ),
    Code.UNKNOWN_TYPE: _(
        "%(step)s is not available: this site no longer has the kind of step “%(names)s”. "
        "Remove it, or ask a developer."
    ),
    Code.UNKNOWN_RULE: _(
        "%(step)s moves on by a rule that this site no longer has: “%(names)s”. Choose "
        "another, or ask a developer."
    ),
    Code.UNKNOWN_GUARD: _(
        "%(step)s is guarded by a precondition that this site no longer has: “%(names)s”. Remove "
        "it, or ask a developer."
    ),
    Code.DUPLICATE_URL: _(
        "%(step)s and %(other)s have the same address, %(names)s. Change the slug of one."
    ),
    Code.DANGLING_EXIT: _(
        "The way out “%(exit)s” of %(step)s leads nowhere. Choose the step it leads to."
    ),
    Code.EXIT_TO_MISSING: _(
        "The way out “%(exit)s” of %(step)s leads to %(other)s. Choose another step for it, "
        "or put the step back."
    ),
    Code.EXIT_OUT_OF_REACH: _(
        "The way out “%(exit)s” of %(step)s leads to %(other)s, which cannot be reached from "
        "there. It can lead to steps of the same group, or of a group around it: choose one "
        "of those, or move one of the two."
    ),
    Code.NO_OTHERWISE: _(
        "%(step)s does not say where visitors go when none of its conditions holds. Choose a "
        "step for “otherwise”."
    ),
    Code.ARM_WITHOUT_CONDITION: _(
        "In %(step)s, way %(names)s has no condition that can be asked. Say when it is taken,"
        " or remove it."
    ),
    Code.ARM_WITHOUT_TARGET: _(
        "In %(step)s, way %(names)s leads nowhere. Choose the step it leads to, or remove it."
    ),
    Code.ARM_TO_MISSING: _(
        "In %(step)s, way %(names)s leads to %(other)s. Choose another step for it, or remove"
        " the way."
    ),
    Code.ARM_OUT_OF_REACH: _(
        "In %(step)s, way %(names)s leads to %(other)s, which is not in that group. Move the "
        "step into it, or choose another."
    ),
    Code.CONDITION_STEP_MISSING: _(
        "A condition of %(step)s asks about an answer of %(other)s, so it never holds. Ask about "
        "another answer, or put the step back."
    ),
    Code.CONDITION_FIELD_MISSING: _(
        "A condition of %(step)s asks about “%(names)s”, which %(other)s does not ask visitors "
        "for, so it never holds. Ask about another answer."
    ),
    Code.CONDITION_STATE_UNKNOWN: _(
        "A condition of %(step)s asks about %(names)s, which no step of this flow provides. Ask "
        "about something else, unless your developer knows where it comes from."
    ),
    Code.UNREACHABLE: _(
        "No way leads to %(step)s, so no visitor would ever see it. Lead a way there, or remove it."
    ),
    Code.NO_WAY_TO_END: _(
        "Whoever comes to %(step)s can never finish: no way leads from there to the end. Add one."
    ),
    Code.ENDLESS_LOOP: _(
        "Whoever comes to %(step)s goes round and round between it and %(other)s, and can "
        "never finish. Add a way that leads on."
    ),
    Code.STATE_MISSING: _(
        "%(path)s: %(names)s is missing. %(step)s needs it. Put a step that asks for it on "
        "this way, or show %(step)s only when it is known."
    ),
    Code.STATE_NEVER_PROVIDED: _(
        "%(step)s needs %(names)s, and nothing in this flow provides it. Add a step that "
        "does, or remove this one."
    ),
    Code.TYPES_DISAGREE: _(
        "%(step)s and %(other)s both provide %(first)s, but not as the same kind of value "
        "(%(second)s and %(third)s). Give one of the steps a name, or ask a developer."
    ),
    Code.COMMITS_AGAIN: _(
        "%(path)s: %(step)s would happen a second time in one visitor's run, and it may "
        "happen only once. Change the way that leads back to it."
    ),
    Code.COMMITS_TWICE: _(
        "%(path)s: %(step)s does the same as %(other)s, which happened already, and it may "
        "happen only once in a visitor's run. Remove one of them from this way."
    ),
    Code.PROMISE_BROKEN: _(
        "%(path)s: a visitor can finish without %(names)s, which this flow promises. Put a "
        "step that provides it on this way."
    ),
    Code.PROMISE_NEVER_KEPT: _(
        "This flow promises %(names)s, and none of its steps provides it. Add a step that "
        "does, or take the promise back."
    ),
    Code.INDISPENSABLE_MISSING: _("A step of the kind “%(names)s” must be in this flow. Add it."),
    Code.INDISPENSABLE_UNREACHABLE: _(
        "%(step)s must be in this flow, and no way leads to it. Lead one there, or move the step."
    ),
}

NO_GROUP = _(
    "%(step)s stands for a reusable group that is not live, cannot be read, or would hold itself. "
    "Publish that group, or choose another."
)

WITHOUT: Mapping[Code, tuple[str, str | Promise]] = {
    Code.ARM_TO_MISSING: (
        "names",
        _("In %(step)s, “otherwise” leads to %(other)s. Choose another step for it."),
    ),
    Code.ARM_OUT_OF_REACH: (
        "names",
        _(
            "In %(step)s, “otherwise” leads to %(other)s, which is not in that group. Move the "
            "step into it, or choose another."
        ),
    ),
    Code.ENDLESS_LOOP: (
        "other",
        _("Whoever comes to %(step)s is led back to it for ever. Add a way that leads on."),
    ),
    Code.PROMISE_BROKEN: (
        "path",
        _(
            "A visitor can finish without a single step, and without %(names)s, which this flow "
            "promises. Let the step that provides it always be shown."
        ),
    ),
}
"""What to say instead, where the first, a gap, would have nothing in it."""


def sentence(problem: Problem, definition: FlowDefinition) -> str:
    """The problem in words for marketing staff, in the current language."""
    node = definition.node(problem.node)
    if problem.code is Code.UNKNOWN_TYPE and node is not None and node.key == REUSABLE:
        return str(NO_GROUP) % _Gaps(problem, definition).all()
    gaps = _Gaps(problem, definition).all()
    gap, instead = WITHOUT.get(problem.code, ("step", ""))
    text = SENTENCES[problem.code] if gaps[gap] or not instead else instead
    return str(text) % gaps


def path_of(path: Sequence[str], definition: FlowDefinition) -> str:
    """The steps of a way by their titles: Item → Log in → Confirm."""
    steps = [definition.node(each) for each in path]
    return ARROW.join(_one_line(title_of(step)) for step in steps if step)


class _Gaps:
    """Fills the gaps in the sentence of one problem."""

    def __init__(self, problem: Problem, definition: FlowDefinition) -> None:
        self.problem = problem
        self.definition = definition
        self.numbers = numbers_of(definition)

    def all(self) -> Mapping[str, str]:
        names = self.problem.names
        return {
            "step": self.called(self.problem.node),
            "other": ", ".join(map(self.called, self.problem.others)),
            "path": self.path(),
            "names": ", ".join(names),
            "first": names[0] if names else "",
            "second": names[1] if len(names) > 1 else "",
            "third": names[2] if len(names) > 2 else "",
            "exit": self.exit_label(),
        }

    def called(self, node_id: str) -> str:
        """The title of a step with its number: “2.1 Log in”."""
        node = self.definition.node(node_id)
        if node is None:
            gone = _("a step that is no longer there")
            return str(gone if node_id else _("what the flow is given"))
        number = self.numbers.get(node_id, "")
        return f"“{f'{number} {_one_line(title_of(node))}'.strip()}”"

    def path(self) -> str:
        """The steps of the failing way: Item → Log in → Confirm."""
        return path_of(self.problem.path, self.definition)

    def exit_label(self) -> str:
        """What is written on the button of an exit."""
        node = self.definition.node(self.problem.node)
        name = self.problem.names[0] if self.problem.names else ""
        labels = dict(node.contract.exits) if isinstance(node, ActionNode) else {}
        return _one_line(labels.get(name) or name)


def _one_line(text: str) -> str:
    return " ".join(text.split())
