"""Numbers as in a table of contents."""

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.numbers import numbers_of, title_of
from tests.definition.trees import action, checkout


def test_every_level_counts_from_one() -> None:
    assert numbers_of(checkout()) == {
        "item": "1",
        "who": "2",
        "log_in": "2.1",
        "create": "2.2",
        "guest": "2.3",
        "pay": "3",
        "invoice": "3.1",
        "bank": "3.2",
        "details": "3.2.1",
        "address": "3.2.2",
        "check": "4",
    }


def test_the_only_step_is_number_one() -> None:
    assert numbers_of(FlowDefinition(action("only"))) == {"only": "1"}


def test_a_node_without_a_title_is_called_by_its_key() -> None:
    assert title_of(action("log_in", " ")) == "log_in"
