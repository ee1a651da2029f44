"""References follow a new id, wherever they stand; what merely looks like one does not."""

from hypothesis import given
from hypothesis import strategies as st

from cmsflows.definition.renaming import renamed

ONE = "6b0f7fd6-3dd1-4f2e-9a06-0d3e8c5e2a11"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["to", "exits", "step", "field", "x"]), inner, max_size=5)
    ),
)


def test_an_operand_follows() -> None:
    condition = {"op": "exists", "operand": {"step": "pay", "field": "step"}}

    found = renamed({"op": "not", "condition": condition}, {"pay": "new", "step": "other"})

    assert found["condition"]["operand"] == {"step": "new", "field": "step"}


def test_arms_and_otherwise_follow() -> None:
    options = {"arms": [{"when": {}, "to": "pay"}], "otherwise": "end"}

    assert renamed(options, {"pay": "new", "end": "last"}) == {
        "arms": [{"when": {}, "to": "new"}],
        "otherwise": "last",
    }


def test_exits_follow() -> None:
    assert renamed({"exits": {"pay": "pay"}}, {"pay": "new"}) == {"exits": {"pay": "new"}}


def test_words_that_happen_to_be_an_id_stay() -> None:
    """A button may say "pay", and an import may have called a step so."""
    options = {"button": "pay", "step": "pay"}

    assert renamed(options, {"pay": "new"}) == options


def test_a_uuid_anywhere_is_a_reference() -> None:
    """A developer's own options may refer to steps; nobody writes such an id for another reason."""
    assert renamed({"next": [ONE]}, {ONE: "new"}) == {"next": ["new"]}


@given(JSON)
def test_without_names_nothing_changes(value: object) -> None:
    assert renamed(value, {}) == value
