"""What the conditions of a flow can ask for, and what is wrong with those that ask otherwise.

Pure over a definition and the registry, but for choices that stand in the database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.functional import Promise

from cmsflows.definition.conditions import (
    MAX_COMPARISONS,
    MAX_DEPTH,
    WITHOUT_VALUE,
    Condition,
    MalformedConditionError,
    Op,
    Operand,
    check,
    comparisons,
)
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import EMPTY, ActionNode
from cmsflows.engine.action import Action
from cmsflows.engine.facts import facts
from cmsflows.engine.kinds import COMPARISONS, Kind, kind_of_field, kind_of_type
from cmsflows.engine.reader import fields_of
from cmsflows.engine.registry import Registry, registry

MAX_CHOICES = 300
"""Of more, none is listed: nobody looks for a country among ten thousand towns."""

Choices = tuple[tuple[str, str], ...]


class Flaw(StrEnum):
    """What can be wrong with a condition."""

    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    STEP_GONE = "step_gone"
    FIELD_GONE = "field_gone"
    STATE_UNKNOWN = "state_unknown"
    FACT_UNKNOWN = "fact_unknown"
    COMPARISON_UNFIT = "comparison_unfit"
    VALUE_UNFIT = "value_unfit"
    CHOICE_GONE = "choice_gone"


@dataclass(frozen=True, slots=True)
class Askable:
    """One thing that a condition can ask for."""

    label: str
    kind: Kind
    choices: Choices = ()
    """Pairs of value and label; none where anything goes, or where they are not known."""
    step: str = ""
    """The title of the step that asks visitors for it."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that the conditions of one flow can ask for."""

    fields: Mapping[tuple[str, str], Askable]
    """By node id and name of the field."""
    state: Mapping[str, Askable]
    facts: Mapping[str, Askable]
    steps: Mapping[str, str]
    """The titles of all nodes by their ids."""

    def find(self, operand: Operand) -> Askable | None:
        if "fact" in operand:
            return self.facts.get(operand["fact"])
        if "state" in operand:
            return self.state.get(operand["state"])
        return self.fields.get((operand["step"], operand["field"]))


def catalogue_of(definition: FlowDefinition, known: Registry = registry) -> Catalogue:
    """What the conditions of this flow can ask for, as the code of now has it."""
    fields: dict[tuple[str, str], Askable] = {}
    state = {
        each.name: Askable(each.label or words(each.name), kind_of_type(each.type))
        for each in definition.inputs
    }
    for node in definition.actions:
        entry = known.actions.find(node.key)
        action = entry.target if entry else None
        for name, asked in askable_fields(action, node.options, step=node.title):
            fields[node.id, name] = asked
        state |= _provided(node)
    titles = {node_id: node.title for node_id, node in definition.by_id.items()}
    return Catalogue(fields, state, askable_facts(), titles)


def askable_fields(
    action: type[Action] | None, options: Mapping[str, Any] = EMPTY, *, step: str = ""
) -> Iterator[tuple[str, Askable]]:
    """The fields of an action's form, by name. `Any`: options are JSON of any shape."""
    if action is None:
        return
    for name, field in fields_of(action, options).items():
        kind = kind_of_field(field)
        choices = _choices_of(field) or _written(options.get(action.choices_from.get(name, "")))
        yield name, Askable(str(field.label or words(name)), kind, choices, step)


def askable_facts() -> dict[str, Askable]:
    """What can be asked of every visitor."""
    return {
        fact.key: Askable(str(fact.label), fact.kind, _texts(fact.choices())) for fact in facts()
    }


def promises_offered(known: Registry = registry) -> dict[str, str | Promise]:
    """What editors can promise: names of the state, and a sentence for each."""
    return {
        name: sentence
        for entry in (*known.actions, *known.scaffolds)
        for name, sentence in entry.target.promises.items()
    }


def flaws(catalogue: Catalogue, condition: Condition) -> list[tuple[Flaw, Mapping[str, str]]]:
    """What is wrong with a condition, as codes with what they speak of: nothing for a sound one."""
    try:
        check(condition)
    except MalformedConditionError:
        code = Flaw.TOO_LARGE if _is_large(condition) else Flaw.MALFORMED
        return [(code, {"comparisons": str(MAX_COMPARISONS), "levels": str(MAX_DEPTH)})]
    found = [_flaw(catalogue, each) for each in comparisons(condition)]
    return [each for each in found if each]


def words(name: str) -> str:
    """ "delivery_date" as words: "Delivery date"."""
    return name.replace("_", " ").capitalize()


def _flaw(catalogue: Catalogue, asked: Condition) -> tuple[Flaw, Mapping[str, str]] | None:
    operand, op = asked["operand"], Op(asked["op"])
    askable = catalogue.find(operand)
    if askable is None:
        return _unknown(catalogue, operand)
    names = {"label": askable.label, "step": askable.step, "value": str(asked.get("value", ""))}
    if op not in COMPARISONS[askable.kind]:
        return Flaw.COMPARISON_UNFIT, names
    if op in WITHOUT_VALUE:
        return None
    for value in asked["value"] if op is Op.IN else [asked["value"]]:
        if not _fits(value, askable.kind):
            return Flaw.VALUE_UNFIT, {**names, "value": str(value)}
        if askable.choices and str(value) not in dict(askable.choices):
            return Flaw.CHOICE_GONE, {**names, "value": str(value)}
    return None


def _unknown(catalogue: Catalogue, operand: Operand) -> tuple[Flaw, Mapping[str, str]]:
    if "fact" in operand:
        return Flaw.FACT_UNKNOWN, {"name": operand["fact"]}
    if "state" in operand:
        return Flaw.STATE_UNKNOWN, {"name": operand["state"]}
    title = catalogue.steps.get(operand["step"])
    if title is None:
        return Flaw.STEP_GONE, {"name": operand["field"]}
    return Flaw.FIELD_GONE, {"name": operand["field"], "step": title}


def _fits(value: Any, kind: Kind) -> bool:
    """Can a thing of this kind be compared with that? `Any`: JSON."""
    if kind is Kind.YES_NO:
        return isinstance(value, bool)
    if kind is Kind.NUMBER:
        return _is_number(value)
    if kind is Kind.DATE:
        return _is_date(value)
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


def _is_number(value: Any) -> bool:
    try:
        return not isinstance(value, bool) and Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


def _is_date(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(value[:10]))
    except (TypeError, ValueError):
        return False


def _is_large(condition: Any) -> bool:
    """Has it more levels or comparisons than may be? Counted without recursion."""
    waiting, count = [(condition, 1)], 0
    while waiting:
        part, depth = waiting.pop()
        if not isinstance(part, Mapping):
            continue
        below = part.get("conditions")
        inner = [*(below if isinstance(below, list) else ()), part.get("condition")]
        if depth > MAX_DEPTH and any(isinstance(each, Mapping) for each in inner):
            return True
        count += "operand" in part
        waiting.extend((each, depth + 1) for each in inner)
    return count > MAX_COMPARISONS


def _provided(node: ActionNode) -> dict[str, Askable]:
    prefix = f"{node.name}." if node.name else ""
    return {
        f"{prefix}{name}": Askable(words(name), kind_of_type(kind), step=node.title)
        for name, kind in node.contract.provides
    }


def _choices_of(field: forms.Field) -> Choices:
    """The choices of a field that are more than the empty one, in one flat list."""
    offered = getattr(field, "choices", ())
    flat: list[tuple[Any, Any]] = []
    for value, label in offered:
        flat.extend(label if isinstance(label, list | tuple) else [(value, label)])
        if len(flat) > MAX_CHOICES:
            return ()
    return _texts(flat)


def _texts(pairs: Sequence[tuple[Any, Any]]) -> Choices:
    return tuple((str(value), str(label)) for value, label in pairs if value not in (None, ""))


def _written(choices: object) -> Choices:
    """Choices that an editor wrote, in their stored form: items of a list block, or plain."""
    found = []
    for each in choices if isinstance(choices, list) else ():
        item = each.get("value") if isinstance(each, Mapping) and "id" in each else each
        if isinstance(item, Mapping) and (label := item.get("label")):
            found.append((item.get("value") or label, label))
    return _texts(found)
