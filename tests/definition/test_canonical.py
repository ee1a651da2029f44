"""Equal trees have equal texts and equal versions, and a tree comes back from its text."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from cmsflows.definition.canonical import from_data, to_data
from cmsflows.definition.flow import FlowDefinition, definition_of
from cmsflows.definition.nodes import (
    ActionNode,
    Contract,
    Input,
    PreconditionSpec,
    ScaffoldNode,
    TransitionSpec,
    Words,
)

TEXT = st.text(max_size=6)
NAMES = st.lists(TEXT, max_size=2).map(tuple)
PAIRS = st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(TEXT, inner, max_size=2)),
    max_leaves=4,
)
OPTIONS = st.dictionaries(TEXT, JSON, max_size=2)
SHARED = {
    "id": TEXT,
    "key": TEXT,
    "slug": TEXT,
    "title": TEXT,
    "words": st.builds(Words, TEXT, TEXT, TEXT, st.none() | st.integers()),
    "options": OPTIONS,
    "when": OPTIONS,
    "preconditions": st.lists(st.builds(PreconditionSpec, TEXT, OPTIONS), max_size=2).map(tuple),
}
ACTIONS = st.builds(
    ActionNode,
    **SHARED,
    name=TEXT,
    exits=PAIRS,
    contract=st.builds(Contract, NAMES, PAIRS, NAMES, PAIRS, PAIRS, st.booleans(), st.booleans()),
)
TREES = st.recursive(
    ACTIONS,
    lambda inner: st.builds(
        ScaffoldNode,
        **SHARED,
        children=st.lists(inner, max_size=3).map(tuple),
        transition=st.builds(TransitionSpec, TEXT, OPTIONS),
    ),
    max_leaves=4,
)


@settings(deadline=None)
@given(TREES)
def test_a_tree_comes_back_from_its_text(tree):
    assert from_data(json.loads(FlowDefinition(tree).canonical)) == tree


@settings(deadline=None)
@given(TREES)
def test_a_tree_and_its_copy_have_one_version(tree):
    copy = from_data(json.loads(json.dumps(to_data(tree))))

    assert FlowDefinition(copy).version == FlowDefinition(tree).version


def test_the_order_of_options_does_not_matter():
    one = ActionNode(id="a", key="a", options={"x": 1, "y": {"p": 1, "q": 2}})
    two = ActionNode(id="a", key="a", options={"y": {"q": 2, "p": 1}, "x": 1})

    assert FlowDefinition(one).canonical == FlowDefinition(two).canonical


def test_the_order_of_children_matters():
    first, second = ActionNode(id="a", key="a"), ActionNode(id="b", key="b")

    one = ScaffoldNode(id="s", key="scaffold", children=(first, second))
    two = ScaffoldNode(id="s", key="scaffold", children=(second, first))

    assert FlowDefinition(one).canonical != FlowDefinition(two).canonical


def test_what_has_its_default_is_left_out():
    """So a field that is added later leaves the versions of today as they are."""
    assert FlowDefinition(ActionNode(id="a", key="b")).canonical == '{"id":"a","key":"b"}'


def test_an_empty_group_stays_a_group():
    tree = ScaffoldNode(id="s", key="scaffold")

    assert from_data(to_data(tree)) == tree


def test_the_version_of_a_flow_never_changes():
    """Tasks are pinned to it: a changed text would orphan every one of them."""
    tree = ScaffoldNode(
        id="root",
        key="scaffold",
        transition=TransitionSpec("linear"),
        children=(
            ActionNode(
                id="item",
                key="test_item",
                slug="item",
                title="Ítem",
                words=Words(intro="<p>Hello</p>", image=3),
                options={"limit": 1.5},
                exits=(("skip", "end"),),
                contract=Contract(("a",), (("b", "str"),), ("c",), (("skip", "Skip"),)),
                preconditions=(PreconditionSpec("login_required"),),
            ),
        ),
    )

    assert FlowDefinition(tree).version == (
        "86a32679d9aa242d1b4ebfc950dacb389899c450c0180fb2ff78a5dee359d7a3"
    )


@settings(deadline=None)
@given(
    TREES,
    st.lists(st.builds(Input, TEXT, TEXT, TEXT, st.booleans()), max_size=2).map(tuple),
    NAMES.map(sorted).map(tuple),
)
def test_a_flow_comes_back_from_its_text(tree, inputs, promises):
    flow = FlowDefinition(tree, inputs, promises)

    assert definition_of(flow.canonical) == flow


def test_what_a_flow_promises_is_part_of_its_version():
    tree = ActionNode(id="a", key="b")

    versions = {
        FlowDefinition(tree).version,
        FlowDefinition(tree, promises=("payment",)).version,
        FlowDefinition(tree, inputs=(Input("item"),)).version,
    }

    assert len(versions) == 3
