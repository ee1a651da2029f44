"""Visitors walk through random flows by the engine's own navigation, and find no more and no less
than the analysis says."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from django.http import HttpRequest

from cmsflows.definition.analysis import Analysis
from cmsflows.definition.conditions import Condition, holds
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import (
    ActionNode,
    Contract,
    ScaffoldNode,
    TransitionSpec,
    walk,
)
from cmsflows.engine.circumstances import Circumstances
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.navigation import after, alternatives, destination, first_step, landing
from cmsflows.engine.soundness import analysis_of
from tests.definition.random_flows import random_flow
from tests.definition.test_analysis_of_random_flows import BUILT_IN

FLOWS = int(os.environ.get("CMSFLOWS_RANDOM_FLOWS", "150"))
RUNS, MOVES = 10, 20

State = dict[str, Any]


@dataclass(frozen=True)
class Imagined(Circumstances):
    """A visitor's, of whom one fact is known, and a state that no task holds."""

    request: HttpRequest = field(default_factory=HttpRequest)
    fact: bool = False

    def holds(self, condition: Condition) -> bool:
        return holds(condition, self._imagined)

    def _imagined(self, operand: Mapping[str, Any]) -> Any:
        return self.fact if "fact" in operand else super()._value(operand)


class Run:
    """One visitor, who does at each step what chance says."""

    def __init__(self, compiled: CompiledFlow, random: Random) -> None:
        self.compiled = compiled
        self.random = random
        self.fact = random.random() < 0.5
        self.state: State = {
            each.name: self.value()
            for each in compiled.definition.inputs
            if each.is_required or random.random() < 0.5
        }
        self.at = first_step(self.given())
        self.trail: list[str] = []

    def given(self, another: str = "") -> Imagined:
        state = self.state
        return Imagined(self.compiled, load_state=lambda: state, another=another, fact=self.fact)

    def moves(self) -> None:
        assert self.at is not None
        self.trail.append(self.at.id)
        self.may_log_in_or_out()
        luck = self.random.random()
        if luck < 0.25 and self.at.exits:
            name, _target = self.random.choice(self.at.exits)
            self.state = changed(self.at, self.state, {})
            self.at = destination(self.given(), self.at, name)
        elif luck < 0.45:
            self.at = self.random.choice(alternatives(self.given(), self.at))
        else:
            given = {name: self.value() for name in self.at.contract.provided}
            self.state = changed(self.at, self.state, given)
            self.at = after(self.given(self.another()), self.at)
        self.may_log_in_or_out()
        if self.at is not None:
            self.at = landing(self.given(), self.at)

    def may_log_in_or_out(self) -> None:
        if self.random.random() < 0.15:
            self.fact = not self.fact

    def another(self) -> str:
        groups = [each for each in walk(self.compiled.definition.root) if is_group(each)]
        return self.random.choice(groups).id if self.random.random() < 0.4 else ""

    def value(self) -> Any:
        return self.random.choice([1, "no", True, {"key": 1}])


def is_group(node: Any) -> bool:
    return isinstance(node, ScaffoldNode)


def changed(step: ActionNode, state: State, given: State) -> State:
    """The state after a step, as `delta` would have it."""
    copied = {name: dict(each) if isinstance(each, dict) else each for name, each in state.items()}
    own = copied.get(step.name) if step.name else None
    for name in step.contract.removes:
        (own if isinstance(own, dict) and name in own else copied).pop(name, None)
    if not step.name:
        return copied | given
    return copied | {step.name: (own if isinstance(own, dict) else {}) | given} if given else copied


def names_in(state: State) -> set[str]:
    parts = [(name, each) for name, each in state.items() if isinstance(each, dict)]
    return {*state, *(f"{name}.{key}" for name, each in parts for key in each)}


def assert_no_surprise(run: Run, analysis: Analysis) -> None:
    """What the analysis is sure of is so where the visitor is."""
    there = names_in(run.state)
    if run.at is None:
        kept = {name for name, broken in analysis.promises.items() if broken is None}
        assert kept <= there, run.trail
        return
    assert analysis.is_reachable(run.at.id), run.trail
    assert analysis.known_at(run.at.id) <= there, (run.at.id, run.trail)


@pytest.mark.parametrize("seed", range(FLOWS))
def test_nobody_comes_where_the_analysis_did_not(seed):
    """B60: and nobody reaches the end without what is promised."""
    compiled = CompiledFlow(random_flow(Random(seed), kinds=BUILT_IN))  # noqa: S311  # the same each time
    analysis = analysis_of(compiled)
    for number in range(RUNS):
        run = Run(compiled, Random(1_000_000 + seed * RUNS + number))  # noqa: S311  # see above
        assert_no_surprise(run, analysis)
        for _ in range(MOVES):
            if run.at is None:
                break
            run.moves()
            assert_no_surprise(run, analysis)


def payment(step_id, **more):
    contract = Contract(provides=(("payment", "str"),))
    return ActionNode(id=step_id, key=step_id, slug=step_id, contract=contract, **more)


def flow_with(*ways):
    pay = ScaffoldNode(id="pay", key="scaffold", slug="pay", children=ways)
    root = ScaffoldNode(
        id="root", key="scaffold", transition=TransitionSpec("linear"), children=(pay,)
    )
    return CompiledFlow(FlowDefinition(root, promises=("payment",)))


MEMBERS = {"op": "is_true", "operand": {"fact": "is_logged_in"}}


def test_who_stands_at_an_alternative_that_goes_away_takes_another():
    """B60: logging out in another tab is no way past the payment."""
    compiled = flow_with(payment("invoice", when=MEMBERS), payment("card"))
    invoice = compiled.definition.by_id["invoice"]

    assert landing(Imagined(compiled, fact=True), invoice).id == "invoice"
    assert landing(Imagined(compiled, fact=False), invoice).id == "card"


def test_so_does_who_stands_at_the_beginning_of_a_group_that_goes_away():
    steps = (payment("account", when=MEMBERS), payment("holder", when=MEMBERS))
    bank = ScaffoldNode(
        id="bank", key="scaffold", slug="bank", transition=TransitionSpec("linear"), children=steps
    )
    compiled = flow_with(bank, payment("card"))
    account, holder = (compiled.definition.by_id[each] for each in ("account", "holder"))

    assert landing(Imagined(compiled, fact=False), account).id == "card"
    assert landing(Imagined(compiled, fact=False), holder).id == "card"
