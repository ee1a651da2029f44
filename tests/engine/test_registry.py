"""Keys are for ever, each is somebody's alone, and a mistake is told whole."""

import pytest

from cmsflows.engine.registry import Registered, Shelf, dotted_path, register_on, words_of
from cmsflows.exceptions import DefinitionError, DuplicateKeyError, UnknownKeyError


class Pay:
    """Charges the visitor.

    More that editors need not read.
    """


class GiftMessage:
    pass


@pytest.fixture
def shelf():
    return Shelf("action")


def register(shelf, key, target, *aliases, label=None):
    decorate = register_on(shelf, key, label=label, icon="form", group="", aliases=aliases)
    return decorate(target)


def test_a_class_is_found_by_its_key(shelf):
    register(shelf, "pay", Pay)

    assert shelf.get("pay").target is Pay
    assert shelf.key_of(Pay) == "pay"
    assert "pay" in shelf


def test_the_decorator_answers_the_class_itself(shelf):
    assert register(shelf, "pay", Pay) is Pay


def test_what_editors_read_comes_from_the_class(shelf):
    register(shelf, "pay", Pay)
    register(shelf, "gift_message", GiftMessage)

    assert [(each.label, each.description) for each in shelf] == [
        ("Pay", "Charges the visitor."),
        ("Gift message", ""),
    ]


def test_a_label_of_its_own_stays_as_it_was_written(shelf):
    register(shelf, "pay", Pay, label="iDEAL")

    assert shelf.get("pay").label == "iDEAL"


def test_an_old_key_still_finds_the_class(shelf):
    register(shelf, "pay", Pay, "charge")

    assert shelf.get("charge").key == "pay"
    assert [each.key for each in shelf] == ["pay"]


def test_a_subclass_is_not_registered_with_its_parent(shelf):
    register(shelf, "pay", Pay)

    assert shelf.key_of(type("PayLater", (Pay,), {})) is None


@pytest.mark.parametrize("key", ["pay", "charge"])
def test_a_key_or_an_alias_is_taken_once(shelf, key):
    register(shelf, "pay", Pay, "charge")

    with pytest.raises(DuplicateKeyError) as caught:
        register(shelf, key, GiftMessage)

    assert str(caught.value) == (
        f"The action key {key!r} is taken by {dotted_path(Pay)}; {dotted_path(GiftMessage)} needs "
        "a key of its own. Keys are stored in pages and tasks, so the older one keeps it."
    )


def test_an_alias_cannot_be_somebody_elses_key(shelf):
    register(shelf, "pay", Pay)

    with pytest.raises(DuplicateKeyError):
        register(shelf, "gift_message", GiftMessage, "pay")

    assert "gift_message" not in shelf


def test_registering_the_same_class_again_is_no_mistake(shelf):
    """A module may be imported twice."""
    register(shelf, "pay", Pay)
    register(shelf, "pay", Pay)

    assert len(list(shelf)) == 1


@pytest.mark.parametrize(
    "key",
    ["", "Pay", "1st", "gift-message", "a.b", "a/b", "_a", "a\n", "é", "a" * 101, "scaffold"],
)
def test_a_key_that_cannot_serve_is_refused(shelf, key):
    with pytest.raises(DefinitionError) as caught:
        register(shelf, key, Pay)

    assert str(caught.value) == (
        f"{key!r} cannot be the key of {dotted_path(Pay)}: use lower-case letters, digits and "
        "underscores, and none of reusable, scaffold, unavailable."
    )


def test_an_unknown_key_is_told_which_there_are(shelf):
    register(shelf, "pay", Pay)
    register(shelf, "gift_message", GiftMessage)

    with pytest.raises(UnknownKeyError) as caught:
        shelf.get("payy")

    assert str(caught.value) == (
        "No action is registered as 'payy'. Registered: gift_message, pay. Is the app that "
        "defines it in INSTALLED_APPS?"
    )


def test_an_empty_shelf_says_so(shelf):
    with pytest.raises(UnknownKeyError, match="Registered: none"):
        shelf.get("pay")


def test_what_is_removed_makes_room(shelf):
    register(shelf, "pay", Pay, "charge")

    shelf.remove("pay")
    register(shelf, "charge", GiftMessage)

    assert shelf.find("pay") is None
    assert shelf.key_of(Pay) is None
    assert shelf.get("charge").target is GiftMessage


@pytest.mark.parametrize(
    ("name", "words"),
    [("Pay", "Pay"), ("GiftMessage", "Gift message"), ("Step2Pay", "Step2 pay")],
)
def test_a_class_name_becomes_words(name, words):
    assert words_of(name) == words


def test_an_entry_never_changes(shelf):
    register(shelf, "pay", Pay)

    with pytest.raises(AttributeError):
        shelf.get("pay").key = "other"

    assert isinstance(shelf.get("pay"), Registered)


def test_a_new_class_takes_the_place_of_one_that_is_gone(shelf):
    decorate = register_on(
        shelf, "pay", label=None, icon="form", group="", aliases=("charge",), supersedes=("bill",)
    )
    decorate(Pay)

    assert shelf.get("bill").target is Pay
    assert shelf.is_superseded("bill")


def test_an_alias_is_the_same_class_and_superseded_by_nobody(shelf):
    register(shelf, "pay", Pay, "charge")

    assert not shelf.is_superseded("charge")
    assert not shelf.is_superseded("pay")
    assert not shelf.is_superseded("unheard_of")


def test_a_class_that_is_there_cannot_be_superseded(shelf):
    register(shelf, "bill", GiftMessage)

    with pytest.raises(DuplicateKeyError):
        register_on(
            shelf, "pay", label=None, icon="form", group="", aliases=(), supersedes=("bill",)
        )(Pay)
