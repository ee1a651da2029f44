"""Classes become a definition, and what cannot be one is told at start."""

import pytest

from cmsflows.definition.nodes import ActionNode, ScaffoldNode, TransitionSpec
from cmsflows.engine.action import Action
from cmsflows.engine.reader import read_flow
from cmsflows.engine.registry import dotted_path, register_on, registry
from cmsflows.engine.scaffold import Scaffold
from cmsflows.engine.transitions import AnyOneOf, Linear, Transition
from cmsflows.exceptions import DefinitionError, UnknownKeyError


class ConfirmItem(Action):
    """Take a look."""

    requires = ["item"]
    provides = {"is_confirmed": bool}
    removes = ["draft"]
    exits = {"cancel": "Never mind"}


class Pay(Action):
    title = "Pay now"
    url = "payment"


class Checkout(Scaffold):
    action_set = [ConfirmItem, "Pay"]
    transition = Linear


def scaffold(*children, name="Group", **attributes):
    return type(name, (Scaffold,), {"action_set": children, "__module__": __name__, **attributes})


def test_a_scaffold_becomes_a_tree_whose_ids_are_paths():
    root = read_flow(Checkout).root

    assert isinstance(root, ScaffoldNode)
    assert (root.id, root.title, root.slug) == ("checkout", "Checkout", "checkout")
    assert [(each.id, each.title, each.slug) for each in root.children] == [
        ("checkout/confirm_item", "Confirm item", "confirm-item"),
        ("checkout/pay", "Pay now", "payment"),
    ]


def test_an_action_brings_its_contract():
    contract = read_flow(ConfirmItem).root.contract

    assert (contract.requires, contract.provides) == (("item",), (("is_confirmed", "bool"),))
    assert (contract.removes, contract.exits) == (("draft",), (("cancel", "Never mind"),))


def test_a_bare_action_is_a_flow():
    assert read_flow(Pay).root == ActionNode(
        id="pay", key=dotted_path(Pay), slug="payment", title="Pay now"
    )


def test_a_registered_class_goes_by_its_key():
    class Ship(Action):
        pass

    register_on(registry.actions, "test_ship", label="Ship it", icon="form", group="", aliases=())(
        Ship
    )
    try:
        node = read_flow(scaffold("test_ship")).root.children[0]
    finally:
        registry.actions.remove("test_ship")

    assert (node.id, node.key, node.title) == ("group/test_ship", "test_ship", "Ship it")


@pytest.mark.parametrize("name", ["Pay", f"{__name__}.Pay"])
def test_a_child_is_named_by_its_class_or_its_path(name):
    assert read_flow(scaffold(name)).root.children[0].key == dotted_path(Pay)


def test_a_child_nobody_knows_is_refused():
    with pytest.raises(UnknownKeyError) as caught:
        read_flow(scaffold("Payy"))

    assert (caught.value.kind, caught.value.key) == ("component", "Payy")
    assert str(caught.value).startswith("No component is registered as 'Payy'. Registered: ")


def test_a_name_of_two_classes_is_refused_with_both():
    ones = [type("Twin", (Action,), {"__module__": f"tests.{where}"}) for where in "ab"]

    with pytest.raises(DefinitionError) as caught:
        read_flow(scaffold("Twin"))

    assert [dotted_path(each) for each in ones] == ["tests.a.Twin", "tests.b.Twin"]
    assert str(caught.value) == (
        f"'Twin' in {__name__}.Group could be any of tests.a.Twin, tests.b.Twin. Write the dotted "
        "path."
    )


def test_a_scaffold_within_itself_is_refused():
    outer = scaffold("Inner", name="Outer")
    scaffold(outer, name="Inner")

    with pytest.raises(DefinitionError) as caught:
        read_flow(outer)

    assert str(caught.value) == "A scaffold cannot stand within itself: Outer > Inner > Outer."


@pytest.mark.parametrize("stranger", [Linear, object, 3, None, Linear()])
def test_a_child_that_is_no_component_is_refused(stranger):
    with pytest.raises(DefinitionError) as caught:
        read_flow(scaffold(stranger))

    assert str(caught.value) == f"{stranger!r} is neither an Action nor a Scaffold."


def test_two_children_at_one_path_are_refused():
    with pytest.raises(DefinitionError) as caught:
        read_flow(scaffold(Pay, type("Payment", (Action,), {"url": "payment"})))

    assert str(caught.value) == (
        f"Two children of {__name__}.Group answer at 'payment'. Give one another `url`."
    )


class Foreign:
    def choose_next(self, group):
        return group.children[0]


@pytest.mark.parametrize(
    ("transition", "spec"),
    [
        (None, TransitionSpec("any_one_of")),
        (AnyOneOf, TransitionSpec("any_one_of")),
        (Linear, TransitionSpec("linear")),
        (Linear(limit=3), TransitionSpec("linear", {"limit": 3})),
        (Foreign, TransitionSpec(f"{__name__}.Foreign")),
        (Foreign(), TransitionSpec(f"{__name__}.Foreign")),
    ],
)
def test_a_transition_is_a_class_an_object_or_anybodys(transition, spec):
    assert read_flow(scaffold(Pay, transition=transition)).root.transition == spec


def test_options_that_are_no_json_are_refused():
    """They are part of the version, which is the hash of a text."""
    with pytest.raises(DefinitionError) as caught:
        read_flow(scaffold(Pay, transition=Transition(after=Pay)))

    assert str(caught.value) == (
        f"The transition of {__name__}.Group has options that are no JSON: Object of type type is "
        "not JSON serializable. Keep what is no JSON in an attribute of its class."
    )


def test_the_same_classes_make_the_same_version():
    assert read_flow(Checkout).version == read_flow(Checkout).version
