"""The analysis and a trial of every run agree on flows that nobody thought of.

More of them: CMSFLOWS_RANDOM_FLOWS=3000.
"""

import os
from random import Random

import pytest

from cmsflows.definition.analysis import Analysis, analyse
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode
from cmsflows.definition.problems import Code, Problem
from tests.definition.every_run import END, EveryRun, Stand
from tests.definition.random_flows import random_flow, wired_graph

BUILT_IN = ("linear", "linear", "any_one_of", "branch", "repeat")
WITH_JUMPS = (*BUILT_IN, "jumps", "jumps")
COUNT = int(os.environ.get("CMSFLOWS_RANDOM_FLOWS", "150"))
FIRST = int(os.environ.get("CMSFLOWS_FIRST_RANDOM_FLOW", "0"))


@pytest.mark.parametrize("kinds", [BUILT_IN, WITH_JUMPS], ids=["built-in", "with jumps"])
def test_they_agree(kinds: tuple[str, ...]) -> None:
    for seed in range(FIRST, FIRST + COUNT):
        definition = random_flow(Random(seed), kinds=kinds)  # noqa: S311  # no secrets here
        try:
            runs = EveryRun(definition)
        except RuntimeError:
            continue
        found = analyse(wired_graph(definition))
        assert_agreement(definition, runs, found, f"seed {seed}")


def assert_agreement(
    definition: FlowDefinition, runs: EveryRun, found: Analysis, hint: str
) -> None:
    reached = runs.reached()
    for step in definition.actions:
        assert found.is_reachable(step.id) is (step.id in reached), (hint, step.id)
        known = runs.known_at(step.id)
        assert found.known_at(step.id) == (known or frozenset()), (hint, step.id)
    assert missing(found) == missing_in(definition, runs), hint
    assert stuck(found) == reached - runs.ending(), hint
    assert repeated(found) == repeated_in(definition, runs), hint
    assert broken(found) == broken_in(definition, runs), hint
    for problem in found.problems:
        assert_real(definition, runs, problem, (hint, problem))


def missing(found: Analysis) -> set[tuple[str, str]]:
    codes = (Code.STATE_MISSING, Code.STATE_NEVER_PROVIDED)
    return {(each.node, each.names[0]) for each in found.problems if each.code in codes}


def missing_in(definition: FlowDefinition, runs: EveryRun) -> set[tuple[str, str]]:
    return {
        (stand.at, name)
        for stand in runs.stands
        if stand.at != END
        for name, spellings in needs(definition, stand.at)
        if stand.known.isdisjoint(spellings)
    }


def needs(definition: FlowDefinition, step_id: str) -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for node in definition.lineage(definition.by_id[step_id]):
        names = [name for spec in node.preconditions for name in spec.options["names"]]
        if isinstance(node, ActionNode):
            names += node.contract.requires
            found += [(name, (name, f"{node.name}.{name}")) for name in names]
        else:
            found += [(name, (name,)) for name in names]
    return found


def stuck(found: Analysis) -> set[str]:
    codes = (Code.NO_WAY_TO_END, Code.ENDLESS_LOOP)
    hits = [each for each in found.problems if each.code in codes]
    return {step for each in hits for step in (each.node, *_loop(each))}


def _loop(problem: Problem) -> tuple[str, ...]:
    return problem.others if problem.code is Code.ENDLESS_LOOP else ()


def repeated(found: Analysis) -> set[str]:
    codes = (Code.COMMITS_AGAIN, Code.COMMITS_TWICE)
    return {each.node for each in found.problems if each.code in codes}


def repeated_in(definition: FlowDefinition, runs: EveryRun) -> set[str]:
    return {stand.at for stand in runs.stands if repeats(definition, stand)}


def repeats(definition: FlowDefinition, stand: Stand) -> bool:
    step = definition.node(stand.at)
    if not isinstance(step, ActionNode):
        return False
    if not step.contract.commits or step.contract.is_repeatable:
        return False
    return any(definition.by_id[each].key == step.key for each in stand.committed)


def broken(found: Analysis) -> dict[str, bool]:
    return {name: path is not None for name, path in found.promises.items()}


def broken_in(definition: FlowDefinition, runs: EveryRun) -> dict[str, bool]:
    known = runs.known_at(END)
    return {name: known is not None and name not in known for name in definition.promises}


def assert_real(definition: FlowDefinition, runs: EveryRun, problem: Problem, hint: object) -> None:
    """Some run takes exactly the reported path, and it goes wrong there, and no sooner way does."""
    if problem.code in (Code.STATE_MISSING, Code.STATE_NEVER_PROVIDED):
        lacking = [
            spellings
            for name, spellings in needs(definition, problem.node)
            if name == problem.names[0]
        ]
        ends = runs.walk(problem.path)
        assert any(
            stand.at == problem.node and stand.known.isdisjoint(spellings)
            for stand in ends
            for spellings in lacking
        ), hint
    elif problem.code in (Code.PROMISE_BROKEN, Code.PROMISE_NEVER_KEPT):
        ends = runs.walk(problem.path, to_end=True) if problem.path else runs.starts
        assert any(stand.at == END and problem.names[0] not in stand.known for stand in ends), hint
    elif problem.code in (Code.COMMITS_AGAIN, Code.COMMITS_TWICE):
        ends = runs.walk(problem.path)
        other = problem.others[0] if problem.others else problem.node
        assert any(stand.at == problem.node and other in stand.committed for stand in ends), hint
