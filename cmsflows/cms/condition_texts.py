"""Says conditions, and what is wrong with them, to editors."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cmsflows.definition.conditions import (
    GROUPS,
    WITHOUT_VALUE,
    Condition,
    MalformedConditionError,
    Op,
    Operand,
    check,
)
from cmsflows.engine.catalogue import Askable, Catalogue, Flaw, flaws, words
from cmsflows.engine.kinds import COMPARISONS, Kind

NOTHING_KNOWN = Catalogue({}, {}, {}, {})
"""Where a condition is said without its flow, by the names that stand in it."""

PHRASES: Mapping[Op, str | Promise] = {
    Op.EQ: _("is"),
    Op.NE: _("is not"),
    Op.GT: _("is over"),
    Op.GE: _("is at least"),
    Op.LT: _("is under"),
    Op.LE: _("is at most"),
    Op.IN: _("is one of"),
    Op.CONTAINS: _("contains"),
    Op.EXISTS: _("is filled in"),
    Op.MISSING: _("is empty"),
    Op.IS_TRUE: _("is yes"),
}

OF_KIND: Mapping[tuple[Kind, Op], str | Promise] = {
    (Kind.DATE, Op.GT): _("is after"),
    (Kind.DATE, Op.GE): _("is on or after"),
    (Kind.DATE, Op.LT): _("is before"),
    (Kind.DATE, Op.LE): _("is on or before"),
    (Kind.CHOICES, Op.CONTAINS): _("includes"),
}
"""Where a comparison is said otherwise of one kind of thing."""

FLAWS: Mapping[Flaw, str | Promise] = {
    Flaw.MALFORMED: _("This condition cannot be read. Remove it, or ask a developer."),
    Flaw.TOO_LARGE: _(
        "This condition is too large: it may compare %(comparisons)s times, in groups up to "
        "%(levels)s levels deep."
    ),
    Flaw.STEP_GONE: _('The condition asks for "%(name)s" of a step that is no longer here.'),
    Flaw.FIELD_GONE: _('The condition asks for "%(name)s", but "%(step)s" no longer has it.'),
    Flaw.STATE_UNKNOWN: _('The condition asks for "%(name)s", which no step of this flow leaves.'),
    Flaw.FACT_UNKNOWN: _('The condition asks for "%(name)s", which is no longer known.'),
    Flaw.COMPARISON_UNFIT: _('"%(label)s" cannot be compared like that. Choose another way.'),
    Flaw.VALUE_UNFIT: _('"%(value)s" cannot be compared with "%(label)s". Give another value.'),
    Flaw.CHOICE_GONE: _('"%(value)s" is not among the answers of "%(label)s". Choose another.'),
}


def phrase(kind: Kind, op: Op) -> str:
    """What a comparison is called between a thing of this kind and a value."""
    return str(OF_KIND.get((kind, op), PHRASES[op]))


def sentence(condition: Condition, catalogue: Catalogue = NOTHING_KNOWN) -> str:
    """A condition as one sentence without its stop; empty for the empty one.

    What cannot be read is said to be so.
    """
    if not condition:
        return ""
    try:
        check(condition)
    except MalformedConditionError:
        return gettext("something that cannot be read")
    return _said(condition, catalogue)


def flaw_sentences(condition: Condition, catalogue: Catalogue) -> list[str]:
    """What is wrong with a condition, for an editor; nothing for a sound one."""
    return [flaw_text(code, names) for code, names in flaws(catalogue, condition)]


def flaw_text(code: Flaw, names: Mapping[str, str]) -> str:
    return str(FLAWS[code]) % names


def _said(condition: Condition, catalogue: Catalogue, *, is_inner: bool = False) -> str:
    op = Op(condition["op"])
    if op is Op.NOT:
        inner = _said(condition["condition"], catalogue)
        return gettext("not (%(condition)s)") % {"condition": inner}
    if op not in GROUPS:
        return _comparison(condition, op, catalogue)
    word = gettext("and") if op is Op.AND else gettext("or")
    parts = [_said(each, catalogue, is_inner=True) for each in condition["conditions"]]
    joined = f" {word} ".join(parts)
    return f"({joined})" if is_inner and len(parts) > 1 else joined


def _comparison(condition: Condition, op: Op, catalogue: Catalogue) -> str:
    askable = catalogue.find(condition["operand"]) or _guess(condition["operand"], catalogue)
    asked = _label(askable, catalogue)
    if op in WITHOUT_VALUE:
        return f"{asked} {phrase(askable.kind, op)}"
    value = condition["value"]
    values = value if op is Op.IN else [value]
    said = ", ".join(_value(each, askable) for each in values)
    return f"{asked} {phrase(askable.kind, op)} {said}"


def _guess(operand: Operand, catalogue: Catalogue) -> Askable:
    """What is asked for, where the catalogue does not have it."""
    name = operand.get("field") or operand.get("state") or operand["fact"]
    step = catalogue.steps.get(operand.get("step", ""), "")
    return Askable(words(name), Kind.TEXT, step=step)


def _label(askable: Askable, catalogue: Catalogue) -> str:
    """Its label, with the step's title where several steps ask for something of that label."""
    if not askable.step:
        return askable.label
    alike = [each for each in catalogue.fields.values() if each.label == askable.label]
    return f"{askable.label} ({askable.step})" if len(alike) > 1 else askable.label


def _value(value: Any, askable: Askable) -> str:
    """`Any`: JSON."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if askable.kind is Kind.DATE:
        return _day(value)
    known = dict(askable.choices).get(str(value))
    if known is not None:
        return known
    return f"“{value}”" if askable.kind is Kind.TEXT else str(value)


def _day(value: Any) -> str:
    try:
        return str(date_format(date.fromisoformat(value), "DATE_FORMAT"))
    except (TypeError, ValueError):
        return str(value)


def comparison_texts() -> dict[str, list[dict[str, Any]]]:
    """For the script that builds conditions: what can be asked of each kind, and its words.

    `Any`: JSON.
    """
    return {kind.value: _offered(kind, ops) for kind, ops in COMPARISONS.items()}


def _offered(kind: Kind, ops: Sequence[Op]) -> list[dict[str, Any]]:
    if kind is not Kind.YES_NO:
        return [{"op": op.value, "label": phrase(kind, op)} for op in ops]
    others = [op for op in ops if op in (Op.EXISTS, Op.MISSING)]
    return [
        {"op": Op.IS_TRUE.value, "label": phrase(kind, Op.IS_TRUE)},
        {"op": Op.EQ.value, "value": False, "label": gettext("is no")},
        *({"op": op.value, "label": phrase(kind, op)} for op in others),
    ]
