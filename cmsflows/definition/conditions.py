"""A condition: a question about a run, put together by an editor, as plain JSON.

    {"op": "and", "conditions": [
        {"op": "eq", "operand": {"state": "country"}, "value": "DE"},
        {"op": "not", "condition": {"op": "is_true", "operand": {"fact": "is_logged_in"}}}]}

Operands are `{"state": name}`, `{"step": node id, "field": name}` and `{"fact": name}`. There are
no expressions and no templates, so nothing that an editor writes is ever run.

Answering one is total: a value that is missing, or of another type than it is compared with, makes
a comparison false, and a condition that is no condition is false as a whole.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cmsflows.definition.nodes import EMPTY

Condition = Mapping[str, Any]
"""See above. `Any`: it is JSON that somebody has stored, which may be of any shape."""

Operand = Mapping[str, Any]
Values = Callable[[Operand], Any]
"""Answers the value of an operand; raises `LookupError` where there is none. `Any`: see state."""

MAX_DEPTH = 10
"""Levels of groups within each other; what is deeper is no condition."""
MAX_COMPARISONS = 100


class Op(StrEnum):
    """What a condition does with what stands in it."""

    AND = "and"
    OR = "or"
    NOT = "not"
    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    IN = "in"
    CONTAINS = "contains"
    EXISTS = "exists"
    MISSING = "missing"
    IS_TRUE = "is_true"


GROUPS = frozenset({Op.AND, Op.OR, Op.NOT})
WITHOUT_VALUE = frozenset({Op.EXISTS, Op.MISSING, Op.IS_TRUE})
"""Comparisons that say all themselves."""


class MalformedConditionError(ValueError):
    """It is no condition."""


def holds(condition: Condition, values: Values) -> bool:
    """Is it so? An empty condition always is, a malformed one never."""
    try:
        check(condition)
    except MalformedConditionError:
        return False
    return not condition or _holds(condition, values)


def check(condition: object) -> None:
    """Raise `MalformedConditionError` where this is neither empty nor a condition."""
    if condition == EMPTY:
        return
    comparisons = sum(1 for _ in _comparisons(condition, depth=1))
    if comparisons > MAX_COMPARISONS:
        raise MalformedConditionError(f"It compares more than {MAX_COMPARISONS} times.")


def comparisons(condition: Condition) -> list[Condition]:
    """Every comparison in it, in reading order. Raises `MalformedConditionError`."""
    return [] if condition == EMPTY else list(_comparisons(condition, depth=1))


def operands(condition: Condition) -> list[Operand]:
    """What it asks for; nothing where it is malformed."""
    try:
        return [each["operand"] for each in comparisons(condition)]
    except MalformedConditionError:
        return []


def implied(condition: Condition, is_so: bool = True) -> frozenset[str]:
    """The names that are sure to be in the state, with a value, where the answer is `is_so`."""
    try:
        check(condition)
    except MalformedConditionError:
        return frozenset()
    return _implied(condition, is_so) if condition else frozenset()


def negated(condition: Condition) -> Condition:
    """The opposite question."""
    return {"op": Op.NOT.value, "condition": condition}


def conjunction(conditions: Sequence[Condition]) -> Condition:
    """Are all of them so? Empty ones always are."""
    asked = [each for each in conditions if each]
    return asked[0] if len(asked) == 1 else _group(Op.AND, asked)


def _group(op: Op, conditions: Sequence[Condition]) -> Condition:
    return {"op": op.value, "conditions": list(conditions)} if conditions else EMPTY


def _comparisons(condition: Any, *, depth: int) -> Iterator[Condition]:
    op = _op_of(condition)
    if op not in GROUPS:
        _check_comparison(condition, op)
        yield condition
        return
    if depth > MAX_DEPTH:
        raise MalformedConditionError(f"Its groups stand deeper than {MAX_DEPTH} levels.")
    parts = [condition.get("condition")] if op is Op.NOT else condition.get("conditions")
    if not isinstance(parts, list) or not parts:
        raise MalformedConditionError("A group of it is empty.")
    for part in parts:
        yield from _comparisons(part, depth=depth + 1)


def _op_of(condition: Any) -> Op:
    try:
        return Op(condition["op"])
    except (KeyError, TypeError, ValueError) as error:
        raise MalformedConditionError("A part of it does not say what it asks.") from error


def _check_comparison(condition: Condition, op: Op) -> None:
    operand = condition.get("operand")
    if not isinstance(operand, Mapping) or not any(
        _is_named(operand, names) for names in (("state",), ("fact",), ("step", "field"))
    ):
        raise MalformedConditionError("A comparison does not say what it compares.")
    if op not in WITHOUT_VALUE and "value" not in condition:
        raise MalformedConditionError("A comparison does not say what it compares with.")
    if op is Op.IN and not isinstance(condition["value"], list):
        raise MalformedConditionError('"Is one of" wants a list.')


def _is_named(operand: Operand, names: tuple[str, ...]) -> bool:
    return operand.keys() == set(names) and all(
        isinstance(operand[name], str) and operand[name] for name in names
    )


def _holds(condition: Condition, values: Values) -> bool:
    op = Op(condition["op"])
    if op is Op.AND:
        return all(_holds(each, values) for each in condition["conditions"])
    if op is Op.OR:
        return any(_holds(each, values) for each in condition["conditions"])
    if op is Op.NOT:
        return not _holds(condition["condition"], values)
    try:
        found = values(condition["operand"])
    except LookupError:
        found = None
    return _compare(op, found, condition.get("value"))


def _compare(op: Op, found: Any, value: Any) -> bool:
    if op is Op.EXISTS:
        return not _is_nothing(found)
    if op is Op.MISSING:
        return _is_nothing(found)
    if op is Op.IS_TRUE:
        return found is True
    if _is_nothing(found):
        return False
    if op is Op.IN:
        return any(_compare(Op.EQ, found, each) for each in value)
    if op is Op.CONTAINS:
        return _contains(found, value)
    return _ordered(op, found, value)


def _contains(found: Any, value: Any) -> bool:
    if isinstance(found, list | tuple | set | frozenset):
        return any(_compare(Op.EQ, each, value) for each in found)
    return isinstance(found, str) and isinstance(value, str) and value in found


def _ordered(op: Op, found: Any, value: Any) -> bool:
    try:
        one = _comparable(found)
        other = _alike(value, one)
        if op is Op.EQ:
            return bool(one == other)
        if op is Op.NE:
            return bool(one != other)
        if isinstance(one, bool):
            return False
        return bool(
            {Op.LT: one < other, Op.LE: one <= other, Op.GT: one > other, Op.GE: one >= other}[op]
        )
    except (ArithmeticError, TypeError, ValueError):
        return False


def _is_nothing(found: Any) -> bool:
    """None, an empty text and an empty list: nothing was answered."""
    return found is None or (isinstance(found, str | list | tuple | set | frozenset) and not found)


def _comparable(found: Any) -> Any:
    """A value as one of the few types that are compared. Raises `TypeError` for all others."""
    if isinstance(found, bool | date | time | Decimal):
        return found
    if isinstance(found, int | float):
        return Decimal(str(found))
    if hasattr(found, "pk"):  # an object of a model: its key
        return str(found.pk)
    if isinstance(found, Mapping | list | tuple | set | frozenset):
        raise TypeError(found)
    return str(found)


def _alike(value: Any, one: Any) -> Any:
    """What stands in a condition, as the type it is compared with. Raises `TypeError` or
    `ValueError` where it is none of that type."""
    if isinstance(one, bool) or isinstance(value, bool):
        return _of_type(value, bool, one)
    if isinstance(one, Decimal):
        number = Decimal(str(value))
        if number.is_nan():
            raise ValueError(value)
        return number
    if isinstance(one, datetime):
        moment = datetime.fromisoformat(_of_type(value, str))
        return moment.replace(tzinfo=one.tzinfo) if moment.tzinfo is None else moment
    if isinstance(one, date):
        return date.fromisoformat(_of_type(value, str))
    if isinstance(one, time):
        return time.fromisoformat(_of_type(value, str))
    return str(value) if isinstance(value, int) else _of_type(value, str)


def _of_type(value: Any, kind: type, *others: Any) -> Any:
    if not all(isinstance(each, kind) for each in (value, *others)):
        raise TypeError(value)
    return value


def _implied(condition: Condition, is_so: bool) -> frozenset[str]:
    op = Op(condition["op"])
    if op is Op.NOT:
        return _implied(condition["condition"], not is_so)
    if op in GROUPS:
        parts = [_implied(each, is_so) for each in condition["conditions"]]
        all_hold = (op is Op.AND) is is_so
        return frozenset.union(*parts) if all_hold else frozenset.intersection(*parts)
    name = condition["operand"].get("state")
    tells = is_so if op is not Op.MISSING else not is_so
    return _with_those_above(name) if name and tells else frozenset()


def _with_those_above(name: str) -> frozenset[str]:
    """ "address.country" is there, so "address" is, too."""
    parts = name.split(".")
    return frozenset(".".join(parts[:count]) for count in range(1, len(parts) + 1))
