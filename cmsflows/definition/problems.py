"""A problem: something wrong in a flow, as a code and the places it is about.

Nothing here is worded: whoever shows problems to people has the words.
"""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """What can be wrong."""

    EMPTY_FLOW = "empty_flow"
    """There is no step at all."""
    EMPTY_GROUP = "empty_group"
    UNKNOWN_TYPE = "unknown_type"
    """No app provides the class behind a node; `names` has its key."""
    UNKNOWN_RULE = "unknown_rule"
    """Nobody registered the transition of a group; `names` has its type."""
    UNKNOWN_GUARD = "unknown_guard"
    """Nobody registered a precondition of a node; `names` has its type."""
    DUPLICATE_URL = "duplicate_url"
    """`others` answers at the same path, which is in `names`."""

    DANGLING_EXIT = "dangling_exit"
    """An exit, in `names`, is not wired and has no sibling to fall back on."""
    EXIT_TO_MISSING = "exit_to_missing"
    """An exit is wired to `others`, which is not in the flow."""
    EXIT_OUT_OF_REACH = "exit_out_of_reach"
    """An exit is wired to `others`, which is neither a sibling nor one of an ancestor."""

    NO_OTHERWISE = "no_otherwise"
    """A branch does not say what happens where no condition holds."""
    ARM_WITHOUT_CONDITION = "arm_without_condition"
    """`names` has the number of the arm, counted from one; so in the codes that follow."""
    ARM_WITHOUT_TARGET = "arm_without_target"
    ARM_TO_MISSING = "arm_to_missing"
    """An arm leads to `others`, which is not in the flow; no number means "otherwise"."""
    ARM_OUT_OF_REACH = "arm_out_of_reach"
    """An arm leads to `others`, which is not a child of the branch."""

    CONDITION_STEP_MISSING = "condition_step_missing"
    """A condition asks about an answer, in `names`, of `others`, which is not in the flow."""
    CONDITION_FIELD_MISSING = "condition_field_missing"
    """A condition asks about an answer, in `names`, that `others` does not ask for."""
    CONDITION_STATE_UNKNOWN = "condition_state_unknown"
    """A condition asks about `names`, which nothing in the flow provides."""

    UNREACHABLE = "unreachable"
    NO_WAY_TO_END = "no_way_to_end"
    """From this step nobody gets to the end of the flow."""
    ENDLESS_LOOP = "endless_loop"
    """This step and `others` lead to each other, and never to the end."""

    STATE_MISSING = "state_missing"
    """`names` may not be in the state when the step is entered, as on `path`."""
    STATE_NEVER_PROVIDED = "state_never_provided"
    """A step requires `names`, and nothing in the flow provides them."""
    TYPES_DISAGREE = "types_disagree"
    """`names` is a name and two types: this step's, and that of `others` ("" for an input)."""

    COMMITS_AGAIN = "commits_again"
    """`path` leads back to a committing step that was completed."""
    COMMITS_TWICE = "commits_twice"
    """`path` leads here when `others`, which does the same, was completed."""

    PROMISE_BROKEN = "promise_broken"
    """`path` leads to the end without the promised `names`."""
    PROMISE_NEVER_KEPT = "promise_never_kept"
    """Nothing in the flow provides the promised `names`."""
    INDISPENSABLE_MISSING = "indispensable_missing"
    """No step of the key in `names` is in the flow."""
    INDISPENSABLE_UNREACHABLE = "indispensable_unreachable"
    """A step of the key in `names` is there, and no way leads to any."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong."""

    code: Code
    node: str
    """The id of the node to mend; empty for the flow as a whole."""
    names: tuple[str, ...] = ()
    """What is missing, or what else the code says."""
    path: tuple[str, ...] = ()
    """The ids of the steps that a visitor takes from the start until it goes wrong."""
    others: tuple[str, ...] = ()
    """The ids of the other ends."""
    is_error: bool = True
    """Must it be mended before the flow goes live?"""
