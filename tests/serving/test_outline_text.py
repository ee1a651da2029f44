"""The outline as plain text."""

from cmsflows.definition.outline import Destination, OutlineItem
from cmsflows.serving.outline_text import outline_text


def item(number: str, title: str, **more: object) -> OutlineItem:
    """One line; its depth follows from its number."""
    depth = number.count(".") + 1
    return OutlineItem(id=number, key="test", title=title, number=number, depth=depth, **more)  # type: ignore[arg-type]  # whatever a test says


def test_groups_are_indented_and_say_their_rule() -> None:
    items = (
        item("1", "Item"),
        item("2", "Pay", is_scaffold=True, rule="In order", children=(item("2.1", "Card"),)),
    )

    assert outline_text(items) == "1 Item\n2 Pay (In order)\n    2.1 Card\n"


def test_what_is_remarkable_stands_below() -> None:
    ways = (Destination(number="3", title="End"), Destination())

    text = outline_text((item("1", "Item", is_connected=False, leads_to=ways),))

    assert text == ("1 Item\n    Nothing leads here.\n    Leads to: 3 End, the end of the group.\n")


def test_a_condition_is_told() -> None:
    text = outline_text((item("1", "Item", is_conditional=True),))

    assert text == "1 Item\n    Shown only under a condition.\n"


def test_a_title_takes_one_line() -> None:
    assert outline_text((item("1", "two\nlines"),)) == "1 two lines\n"


def test_nothing_is_nothing() -> None:
    assert outline_text(()) == ""
