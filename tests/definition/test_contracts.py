"""Contracts compared: what has grown is fine, what was lost is told, one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsflows.definition.contracts import Break, Incompatibility, incompatibilities
from cmsflows.definition.nodes import Contract

NAMES = st.sampled_from("abc")
PAIRS = st.dictionaries(NAMES, st.sampled_from(["str", "int"])).map(lambda found: (*found.items(),))
SETS = st.frozensets(NAMES).map(lambda found: (*sorted(found),))
CONTRACTS = st.builds(
    Contract,
    requires=SETS,
    provides=PAIRS,
    removes=SETS,
    exits=PAIRS,
    fields=PAIRS,
    commits=st.booleans(),
)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            Contract(fields=(("plan", "ChoiceField"),)),
            Contract(),
            Incompatibility(Break.FIELD_GONE, "plan", "ChoiceField"),
        ),
        (
            Contract(fields=(("plan", "ChoiceField"),)),
            Contract(fields=(("plan", "CharField"),)),
            Incompatibility(Break.FIELD_TYPE, "plan", "ChoiceField", "CharField"),
        ),
        (
            Contract(),
            Contract(requires=("plan",)),
            Incompatibility(Break.REQUIRES_MORE, "plan"),
        ),
        (
            Contract(provides=(("plan", "str"),)),
            Contract(),
            Incompatibility(Break.PROVIDES_LESS, "plan", "str"),
        ),
        (
            Contract(provides=(("plan", "str"),)),
            Contract(provides=(("plan", "int"),)),
            Incompatibility(Break.PROVIDED_TYPE, "plan", "str", "int"),
        ),
        (
            Contract(),
            Contract(removes=("plan",)),
            Incompatibility(Break.REMOVES_MORE, "plan"),
        ),
        (
            Contract(exits=(("skip", "Skip"),)),
            Contract(),
            Incompatibility(Break.EXIT_GONE, "skip"),
        ),
        (
            Contract(commits=False),
            Contract(commits=True),
            Incompatibility(Break.COMMITS, was="False", now="True"),
        ),
    ],
)
def test_what_was_lost_is_told(old: Contract, new: Contract, found: Incompatibility) -> None:
    assert incompatibilities(old, new) == [found]


def test_what_has_grown_is_fine() -> None:
    old = Contract(requires=("item", "plan"), removes=("code",), exits=(("skip", "Skip"),))
    new = Contract(
        requires=("item",),
        provides=(("plan", "str"),),
        exits=(("skip", "No, thanks"), ("later", "Later")),
        fields=(("plan", "ChoiceField"),),
    )

    assert incompatibilities(old, new) == []


@given(CONTRACTS)
def test_a_contract_keeps_itself(contract: Contract) -> None:
    assert incompatibilities(contract, contract) == []


@given(CONTRACTS, CONTRACTS, CONTRACTS)
def test_what_keeps_twice_keeps_at_once(one: Contract, two: Contract, three: Contract) -> None:
    """Else a step could be carried, deploy by deploy, to where it would be refused in one."""
    if not incompatibilities(one, two) and not incompatibilities(two, three):
        assert incompatibilities(one, three) == []
