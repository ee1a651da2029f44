"""Compiled flows are judged by the rules and classes that they would run with."""

from random import Random

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, ScaffoldNode, TransitionSpec
from cmsflows.definition.problems import Code, Problem
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.soundness import analysis_of
from tests.definition.every_run import EveryRun
from tests.definition.random_flows import random_flow
from tests.definition.test_analysis_of_random_flows import BUILT_IN, assert_agreement

YES = {"op": "is_true", "operand": {"fact": "is_logged_in"}}


def branch_problems(**options):
    children = tuple(ActionNode(id=each, key=each, slug=each) for each in ("one", "two"))
    branch = ScaffoldNode(
        id="which",
        key="scaffold",
        slug="which",
        transition=TransitionSpec("branch", options),
        children=children,
    )
    far = ActionNode(id="far", key="far", slug="far")
    root = ScaffoldNode(
        id="root", key="scaffold", transition=TransitionSpec("linear"), children=(branch, far)
    )
    found = analysis_of(CompiledFlow(FlowDefinition(root))).problems
    left_out = (Code.UNKNOWN_TYPE, Code.UNREACHABLE)  # no app of the test provides these steps
    return [problem for problem in found if problem.code not in left_out]


def test_a_branch_that_says_all_is_sound():
    assert branch_problems(arms=[{"when": YES, "to": "one"}], otherwise="two") == []


def test_a_branch_without_otherwise_is_told():
    assert branch_problems(arms=[{"when": YES, "to": "one"}]) == [
        Problem(Code.NO_OTHERWISE, "which")
    ]


def test_arms_that_say_too_little_are_told_by_number():
    arms = [{"when": YES, "to": "one"}, {"when": {}, "to": "two"}, {"when": YES}, "nonsense"]

    assert branch_problems(arms=arms, otherwise="two") == [
        Problem(Code.ARM_WITHOUT_CONDITION, "which", names=("2",)),
        Problem(Code.ARM_WITHOUT_TARGET, "which", names=("3",)),
        Problem(Code.ARM_WITHOUT_CONDITION, "which", names=("4",)),
        Problem(Code.ARM_WITHOUT_TARGET, "which", names=("4",)),
    ]


def test_b46_arms_to_what_is_gone_or_elsewhere_name_both_ends():
    arms = [{"when": YES, "to": "gone"}, {"when": YES, "to": "far"}]

    assert branch_problems(arms=arms, otherwise="far") == [
        Problem(Code.ARM_TO_MISSING, "which", names=("1",), others=("gone",)),
        Problem(Code.ARM_OUT_OF_REACH, "which", names=("2",), others=("far",)),
        Problem(Code.ARM_OUT_OF_REACH, "which", others=("far",)),
    ]


def test_the_rules_that_come_with_it_are_judged_as_they_run():
    for seed in range(60):
        definition = random_flow(Random(seed), kinds=BUILT_IN)  # noqa: S311  # no secrets here

        found = analysis_of(CompiledFlow(definition))

        assert_agreement(definition, EveryRun(definition), found, f"seed {seed}")
