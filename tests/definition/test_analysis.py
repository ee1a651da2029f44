"""The analysis finds what would stop a visitor, or let one by, and says where."""

from typing import Any

from cmsflows.definition.analysis import Analysis, analyse
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import (
    ActionNode,
    Contract,
    Input,
    Node,
    PreconditionSpec,
    ScaffoldNode,
    TransitionSpec,
)
from cmsflows.definition.problems import Code, Problem
from tests.definition.large_flows import large_flow
from tests.definition.random_flows import wired_graph
from tests.definition.trees import action, flow, graph, scaffold

IS_LOGGED_IN = {"op": "is_true", "operand": {"fact": "is_logged_in"}}


def has(name: str) -> dict[str, Any]:
    return {"op": "exists", "operand": {"state": name}}


def step(node_id: str, *, key: str = "", **more: Any) -> ActionNode:
    """`more` of a contract, or of the node. `Any`: either has fields of all types."""
    parts = {
        name: more.pop(name)
        for name in ("requires", "removes", "commits", "is_repeatable")
        if name in more
    }
    provides = tuple((name, "str") for name in more.pop("provides", ()))
    return ActionNode(
        id=node_id,
        key=key or node_id,
        slug=node_id,
        contract=Contract(provides=provides, **parts),
        **more,
    )


def branch(node_id: str, *children: Node, when: object, to: str, otherwise: str) -> ScaffoldNode:
    options = {"arms": [{"when": when, "to": to}], "otherwise": otherwise}
    return ScaffoldNode(
        id=node_id,
        key="scaffold",
        slug=node_id,
        transition=TransitionSpec("branch", options),
        children=children,
    )


def analysed(*children: Node, rule: str = "linear", **more: Any) -> Analysis:
    """`Any`: inputs and promises."""
    return analyse(wired_graph(FlowDefinition(flow(*children, rule=rule).root, **more)))


def jumps(*children: Node, ways: list[tuple[str, str | None]]) -> ScaffoldNode:
    """A developer's own rule."""
    return ScaffoldNode(
        id="jumps",
        key="scaffold",
        slug="jumps",
        transition=TransitionSpec("jumps", {"jumps": ways}),
        children=children,
    )


def problems(found: Analysis) -> list[Problem]:
    return list(found.problems)


def test_a_sound_flow_has_no_problems() -> None:
    found = analysed(step("ask", provides=["plan"]), step("pay", requires=["plan"]))

    assert problems(found) == []
    assert found.is_sound


def test_b39_state_missing_on_one_path_is_told_with_that_path() -> None:
    ask = scaffold("ask", step("full", provides=["plan"]), step("quick"), rule="any_one_of")

    found = analysed(step("item"), ask, step("confirm"), step("pay", requires=["plan"]))

    path = ("item", "quick", "confirm", "pay")
    assert problems(found) == [Problem(Code.STATE_MISSING, "pay", names=("plan",), path=path)]
    assert not found.is_sound


def test_the_path_is_a_shortest_one() -> None:
    long = scaffold("long", step("one"), step("two"))

    found = analysed(
        scaffold("ways", long, step("short"), rule="any_one_of"),
        step("give", provides=["x"], when=IS_LOGGED_IN),
        step("end", requires=["x"]),
    )

    assert problems(found)[0].path == ("short", "end")


def test_what_nothing_provides_is_told_apart() -> None:
    found = analysed(step("pay", requires=["plan"]))

    assert problems(found) == [
        Problem(Code.STATE_NEVER_PROVIDED, "pay", names=("plan",), path=("pay",))
    ]


def test_required_inputs_are_there_from_the_start() -> None:
    inputs = (Input("price"), Input("campaign", is_required=False))

    found = analysed(step("pay", requires=["price", "campaign"]), inputs=inputs)

    assert found.known_at("pay") == {"price"}
    assert problems(found) == [
        Problem(Code.STATE_MISSING, "pay", names=("campaign",), path=("pay",))
    ]


def test_a_step_shown_only_when_a_name_is_known_may_need_it() -> None:
    found = analysed(
        step("coupon", provides=["code"], when=IS_LOGGED_IN),
        step("redeem", requires=["code"], when=has("code")),
    )

    assert found.is_sound


def test_a_step_that_is_skipped_where_its_value_is_known_provides_it_either_way() -> None:
    missing = {"op": "missing", "operand": {"state": "email"}}

    found = analysed(
        step("ask", provides=["email"], when=missing), step("send", requires=["email"])
    )

    assert found.is_sound


def test_an_arm_knows_what_its_condition_tells() -> None:
    found = analysed(
        branch(
            "which",
            step("known", requires=["country"]),
            step("unknown", requires=["country"]),
            when={"op": "eq", "operand": {"state": "country"}, "value": "DE"},
            to="known",
            otherwise="unknown",
        )
    )

    assert [each.node for each in found.errors] == ["unknown"]


def test_what_a_step_removes_is_gone() -> None:
    found = analysed(
        step("ask", provides=["plan"]),
        step("reset", removes=["plan"]),
        step("pay", requires=["plan"]),
    )

    assert problems(found)[0].path == ("ask", "reset", "pay")


def test_an_exit_provides_nothing_and_removes_what_its_step_does() -> None:
    ask = step("ask", provides=["plan"], removes=["old"], exits=(("skip", "pay"),))

    found = analysed(step("before", provides=["old"]), ask, step("pay", requires=["plan", "old"]))

    assert [(each.names, each.path) for each in problems(found)] == [
        (("plan",), ("before", "ask", "pay")),
        (("old",), ("before", "ask", "pay")),
    ]


def test_a_named_step_finds_its_own_values_and_everybodys() -> None:
    found = analysed(
        step("ask", provides=["street"], name="billing"),
        step("show", requires=["street"], name="billing"),
        step("ship", requires=["street"], name="delivery"),
        step("check", requires=["billing"]),
    )

    assert found.known_at("check") == {"billing", "billing.street"}
    assert [each.node for each in problems(found)] == ["ship"]


def test_it_may_be_known_by_one_name_on_one_way_and_by_another_on_the_other() -> None:
    ways = scaffold(
        "ways",
        step("own", provides=["street"], name="billing"),
        step("all", provides=["street"]),
        rule="any_one_of",
    )

    found = analysed(ways, step("show", requires=["street"], name="billing"))

    assert found.is_sound


def test_a_named_step_removes_its_own_value_before_everybodys() -> None:
    found = analysed(
        step("all", provides=["street"]),
        step("own", provides=["street"], name="billing"),
        step("reset", removes=["street"], name="billing"),
        step("end"),
    )

    assert found.known_at("end") == {"billing", "street"}


def test_what_a_group_asks_for_is_needed_by_its_steps() -> None:
    guard = PreconditionSpec("required_state", {"names": ["plan"]})
    group = ScaffoldNode(
        id="group",
        key="scaffold",
        slug="group",
        transition=TransitionSpec("linear"),
        preconditions=(guard,),
        children=(step("one"), step("two")),
    )

    found = analysed(group)

    assert [(each.node, each.names) for each in problems(found)] == [
        ("one", ("plan",)),
        ("two", ("plan",)),
    ]


def test_b60_a_broken_promise_is_told_with_the_path() -> None:
    pay = scaffold("pay", step("card", provides=["payment"]), step("later"), rule="any_one_of")

    found = analysed(step("item"), pay, promises=("payment",))

    assert found.promises == {"payment": ("item", "later")}
    assert problems(found) == [
        Problem(Code.PROMISE_BROKEN, "", names=("payment",), path=("item", "later"))
    ]


def test_a_kept_promise_is_no_path() -> None:
    found = analysed(step("pay", provides=["payment"]), promises=("payment",))

    assert found.promises == {"payment": None}
    assert found.is_sound


def test_a_promise_is_broken_by_a_flow_of_which_nothing_need_be_shown() -> None:
    found = analysed(step("pay", provides=["payment"], when=IS_LOGGED_IN), promises=("payment",))

    assert found.promises == {"payment": ()}


def test_a_promise_that_nothing_can_keep_is_told_apart() -> None:
    found = analysed(step("item"), promises=("payment",))

    assert [each.code for each in problems(found)] == [Code.PROMISE_NEVER_KEPT]


def test_alternatives_that_are_not_there_are_not_offered() -> None:
    """The group is passed by only where none of them has anything to offer."""
    empty = scaffold("hidden", step("in it", when=IS_LOGGED_IN))
    pay = scaffold("pay", empty, step("card", provides=["payment"]), rule="any_one_of")

    found = analysed(pay, promises=("payment",))

    assert found.promises == {"payment": ("in it",)}


def test_a_group_that_nothing_leads_to_is_told_once() -> None:
    lost = scaffold("lost", step("one"), step("two"))

    found = analysed(
        branch("which", step("here"), lost, when=IS_LOGGED_IN, to="here", otherwise="here")
    )

    assert problems(found) == [Problem(Code.UNREACHABLE, "lost")]
    assert not found.is_reachable("one")
    assert found.known_at("one") == frozenset()


def test_a_step_without_a_way_to_the_end_is_told() -> None:
    found = analysed(jumps(step("one"), step("trap"), ways=[("one", "trap"), ("one", None)]))

    assert problems(found) == [Problem(Code.NO_WAY_TO_END, "trap")]


def test_a_loop_without_a_way_out_is_told_once() -> None:
    ways: list[tuple[str, str | None]] = [("one", "two"), ("two", "three"), ("three", "two")]

    found = analysed(jumps(step("one"), step("two"), step("three"), ways=ways))

    assert problems(found) == [
        Problem(Code.NO_WAY_TO_END, "one"),
        Problem(Code.ENDLESS_LOOP, "two", others=("three",)),
    ]


def test_b46_an_exit_to_a_step_that_is_gone_names_both_ends() -> None:
    found = analysed(step("pay", exits=(("help", "gone"),)))

    assert problems(found) == [
        Problem(Code.EXIT_TO_MISSING, "pay", names=("help",), others=("gone",))
    ]


def test_b46_an_exit_to_a_step_moved_out_of_reach_names_both_ends() -> None:
    found = analysed(step("pay", exits=(("help", "in"),)), scaffold("group", step("in")))

    assert problems(found) == [
        Problem(Code.EXIT_OUT_OF_REACH, "pay", names=("help",), others=("in",))
    ]


def test_an_exit_that_leads_nowhere_is_told() -> None:
    found = analyse(graph(flow(action("pay")), exits={"pay": [("Help", None)]}))

    assert problems(found) == [Problem(Code.DANGLING_EXIT, "pay", names=("Help",), is_error=False)]


def test_empty_groups_and_flows_are_told() -> None:
    assert problems(analysed(step("one"), scaffold("group"))) == [
        Problem(Code.EMPTY_GROUP, "group")
    ]
    assert problems(analysed()) == [Problem(Code.EMPTY_FLOW, "")]


def test_what_no_app_provides_is_told() -> None:
    found = analyse(
        graph(flow(action("one"), scaffold("group", action("two"))), gone=["one", "group"])
    )

    assert problems(found) == [
        Problem(Code.UNKNOWN_TYPE, "one", names=("one",)),
        Problem(Code.UNKNOWN_RULE, "group", names=("linear",)),
    ]


def test_two_steps_at_one_url_are_told() -> None:
    one, two = action("one"), ActionNode(id="two", key="two", slug="one")

    found = analyse(graph(flow(one, two)))

    assert problems(found) == [Problem(Code.DUPLICATE_URL, "two", names=("one/",), others=("one",))]


def test_b46_a_condition_about_a_step_that_is_gone_names_both_ends() -> None:
    when = {"op": "eq", "operand": {"step": "gone", "field": "size"}, "value": "L"}

    assert problems(analysed(step("one", when=when))) == [
        Problem(Code.CONDITION_STEP_MISSING, "one", names=("size",), others=("gone",))
    ]


def test_a_condition_about_a_field_that_is_gone_is_told() -> None:
    form = Contract(fields=(("size", "ChoiceField"),))
    ask = ActionNode(id="ask", key="ask", slug="ask", contract=form)
    asked: list[dict[str, Any]] = [
        {"op": "exists", "operand": {"step": "ask", "field": field}} for field in ("size", "colour")
    ]

    found = analysed(ask, step("one", when={"op": "or", "conditions": asked}))

    assert problems(found) == [
        Problem(Code.CONDITION_FIELD_MISSING, "one", names=("colour",), others=("ask",))
    ]


def test_a_form_that_says_nothing_of_its_fields_may_have_any() -> None:
    when = {"op": "exists", "operand": {"step": "ask", "field": "size"}}

    assert problems(analysed(step("ask"), step("one", when=when))) == []


def test_a_condition_about_what_nothing_provides_is_no_error() -> None:
    """The site's code may start the flow with it."""
    arm = branch("which", step("a"), step("b"), when=has("campaign"), to="a", otherwise="b")

    found = analysed(arm, step("c", when=has("address.city")), step("d", provides=["address"]))

    assert problems(found) == [
        Problem(Code.CONDITION_STATE_UNKNOWN, "which", names=("campaign",), is_error=False)
    ]
    assert found.is_sound


def test_a_guard_that_is_not_known_is_told() -> None:
    guards = (PreconditionSpec("known", {}), PreconditionSpec("gone", {}))
    graph = wired_graph(flow(step("one", preconditions=guards)))

    assert problems(analyse(graph, guards=["known"])) == [
        Problem(Code.UNKNOWN_GUARD, "one", names=("gone",))
    ]
    assert analyse(graph).is_sound


def test_a_committing_step_that_may_be_completed_again_is_told() -> None:
    back = step("check", exits=(("change", "pay"),))

    found = analysed(step("pay", commits=True), back)

    assert problems(found) == [Problem(Code.COMMITS_AGAIN, "pay", path=("pay", "check", "pay"))]


def test_a_committing_step_that_was_only_left_may_be_met_again() -> None:
    pay = step("pay", commits=True, exits=(("change", "item"),))

    assert analysed(step("item"), pay).is_sound


def test_the_same_effect_twice_on_one_path_is_told() -> None:
    found = analysed(step("one", key="pay", commits=True), step("two", key="pay", commits=True))

    assert problems(found) == [
        Problem(Code.COMMITS_TWICE, "two", path=("one", "two"), others=("one",))
    ]


def test_the_same_effect_on_two_paths_is_no_problem() -> None:
    one, two = step("one", key="pay", commits=True), step("two", key="pay", commits=True)

    assert analysed(one, two, rule="any_one_of").is_sound


def test_a_repeatable_effect_may_be_repeated() -> None:
    pay = step("pay", commits=True, is_repeatable=True)

    assert analysed(pay, step("check", exits=(("again", "pay"),))).is_sound


def test_types_that_disagree_are_told() -> None:
    one = ActionNode(id="one", key="one", slug="one", contract=Contract(provides=(("x", "str"),)))
    two = ActionNode(id="two", key="two", slug="two", contract=Contract(provides=(("x", "int"),)))

    assert problems(analysed(one, two)) == [
        Problem(Code.TYPES_DISAGREE, "two", names=("x", "int", "str"), others=("one",))
    ]
    assert problems(analysed(two, inputs=(Input("x", "date"),))) == [
        Problem(Code.TYPES_DISAGREE, "two", names=("x", "int", "date"), others=("",))
    ]
    assert analysed(two, inputs=(Input("x", "number"),)).is_sound


def test_indispensable_steps_must_be_there_and_in_reach() -> None:
    lost = branch("which", step("a"), step("terms"), when=IS_LOGGED_IN, to="a", otherwise="a")

    found = analyse(wired_graph(flow(lost)), indispensable=["terms", "pay", "a"])

    assert problems(found) == [
        Problem(Code.INDISPENSABLE_MISSING, "", names=("pay",)),
        Problem(Code.UNREACHABLE, "terms"),
        Problem(Code.INDISPENSABLE_UNREACHABLE, "terms", names=("terms",)),
    ]


def test_nothing_is_known_of_what_is_not_there() -> None:
    assert analysed(step("one")).known_at("two") == frozenset()
    assert not analysed(step("one")).is_reachable("two")


def test_a_large_flow_is_looked_at_little_more_than_once() -> None:
    """Counted, since seconds depend on the machine: ten times the flow is ten times the work."""
    small, large = (analyse(wired_graph(large_flow(size))).passages for size in (300, 3_000))

    assert small.sure.looks < 2 * len(small.control.ahead)
    assert large.sure.looks < 2 * len(large.control.ahead)
