"""A file is looked over before it is imported: every problem, with its place, never a crash."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmsflows.cms.exchange.problems import problems_of_import
from cmsflows.cms.exchange.text import UnreadableFileError, data_of
from cmsflows.cms.reader import read_stream
from cmsflows.definition.nodes import ActionNode
from tests.cms.exchange.files import exported, group
from tests.cms.reusable.places import use
from tests.cms.streams import action, id_of, item, nested, scaffold

ODD = st.sampled_from([None, True, 0, -1, 1.5, float("nan"), "", "\ud800", "\0", "x", [], {}])
JSON = st.recursive(
    ODD,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "id", "value", "to", "x"]), inner, max_size=3)
    ),
    max_leaves=10,
)

SOUND = exported(
    item("test_item", "Item", options={"hint": "Quick"}, image=None),
    scaffold(
        "Which",
        item("test_plan", "Plan", exits={"skip": id_of("test_note", "End")}),
        action("None"),
        transition={
            "type": "branch",
            "options": {
                "arms": [
                    {
                        "when": {
                            "op": "exists",
                            "operand": {"step": id_of("test_item", "Item"), "field": "item"},
                        },
                        "to": id_of("test_plan", "Plan"),
                    }
                ],
                "otherwise": id_of("test_note", "None"),
            },
        },
    ),
    use(7, "Where", when={"op": "eq", "operand": {"state": "item"}, "value": "tea"}),
    action("End", preconditions=[{"type": "login_required", "options": {}}]),
    inputs=[
        {"type": "input", "id": "a", "value": {"label": "Price", "name": "price", "type": "number"}}
    ],
    promises=["item"],
    groups={"7": group("Delivery", use(8)), "8": group("Address", action("Street"))},
)


def found(data: Any, **options: bool) -> dict[str, str]:
    """Sentences by place. `Any`: any JSON."""
    return {each.place: each.sentence for each in problems_of_import(data, **options)}


def test_a_sound_file_has_none() -> None:
    assert found(SOUND) == {}


@pytest.mark.parametrize("data", [None, 1, "text", [], [SOUND]])
def test_what_is_no_object_is_no_flow(data: Any) -> None:
    assert found(data) == {"": "This is no exported flow: it is no object."}


@pytest.mark.parametrize(
    ("change", "place", "sentence"),
    [
        ({"format": "zip"}, "/format", 'This is no exported flow: it does not say "cmsflows".'),
        ({"version": 2}, "/version", "This is of another version than 1."),
        ({"version": True}, "/version", "This is of another version than 1."),
        ({"more": 1}, "/more", "Nothing of this name belongs here."),
        ({"title": " "}, "/title", "There must be a title, as text."),
        ({"title": "x" * 256}, "/title", "A title has at most 255 characters."),
        ({"flow": {}}, "/flow", "There must be a list of steps."),
        ({"promises": "item"}, "/promises", "Promises are a list of names."),
        ({"promises": [1]}, "/promises/0", "A promise is a name, as text."),
        ({"inputs": {}}, "/inputs", "Inputs are a list."),
        (
            {"inputs": [{"type": "x"}]},
            "/inputs/0",
            'An input is an object of the type "input", with a value.',
        ),
        ({"groups": []}, "/groups", "Reusable groups are an object, by their keys."),
        (
            {"groups": {"a/b": group("A")}},
            "/groups/a~1b",
            "The key of a reusable group is a whole number.",
        ),
        ({"groups": {"7": []}}, "/groups/7", "A reusable group is an object with title and flow."),
        ({"groups": {"7": {"title": "A"}}}, "/groups/7/flow", "There must be a list of steps."),
        ({"groups": {"7": group("A", use(7))}}, "/groups/7", "This group would hold itself."),
    ],
)
def test_what_is_wrong_around_the_steps_is_told(
    change: dict[str, Any], place: str, sentence: str
) -> None:
    assert found(exported(**change)) == {place: sentence}


KIND = "This is of another kind than a step keeps here."
LEADS = "No step has this id."


@pytest.mark.parametrize(
    ("step", "place", "sentence"),
    [
        (1, "", "A step is an object with type, id and value."),
        (action("One") | {"more": 1}, "/more", "Nothing of this name belongs here."),
        ({"type": "test_note", "id": "a"}, "/value", "The value of a step is an object."),
        ({"type": 1, "id": "a", "value": {}}, "/type", "The type of a step is text."),
        (
            item("gift_message"),
            "/type",
            "No installed app registers a step of the type “gift_message”.",
        ),
        (
            action("One") | {"id": "root"},
            "/id",
            "An id is text of at most 64 characters, without a slash.",
        ),
        (
            action("One") | {"id": "a/b"},
            "/id",
            "An id is text of at most 64 characters, without a slash.",
        ),
        (
            action("One") | {"id": None},
            "/id",
            "An id is text of at most 64 characters, without a slash.",
        ),
        (action("One", help=1), "/value/help", KIND),
        (action("One", image=True), "/value/image", KIND),
        (action("One", options=[]), "/value/options", KIND),
        (item("scaffold", steps={}), "/value/steps", KIND),
        (
            action("One", slug="No Good"),
            "/value/slug",
            "Use small letters without accents, digits, hyphens and underscores.",
        ),
        (action("One", name="No"), "/value/name", "Use small letters, digits and _."),
        (
            action("One", when={"op": "?"}),
            "/value/when",
            "This is no condition. A part of it does not say what it asks.",
        ),
        (
            action("One", when=[]),
            "/value/when",
            "This is no condition. A part of it does not say what it asks.",
        ),
        (action("One", preconditions={}), "/value/preconditions", "Preconditions are a list."),
        (
            action("One", preconditions=["login_required"]),
            "/value/preconditions/0",
            "This is an object with type and options.",
        ),
        (
            action("One", preconditions=[{"type": "gone"}]),
            "/value/preconditions/0/type",
            "No installed app registers the precondition “gone”.",
        ),
        (
            scaffold("A", transition={"type": "gone", "options": {}}),
            "/value/transition/type",
            "No installed app registers the transition “gone”.",
        ),
        (
            scaffold("A", transition={"type": "linear", "options": []}),
            "/value/transition/options",
            "Options are an object.",
        ),
        (
            scaffold("A", transition={"type": "branch", "options": {"arms": [1]}}),
            "/value/transition/options/arms/0",
            "An arm is an object that says when, and to which step.",
        ),
        (
            scaffold("A", transition={"type": "branch", "options": {"arms": [{"to": "x"}]}}),
            "/value/transition/options/arms/0/to",
            "No step of this group has this id.",
        ),
        (
            scaffold("A", transition={"type": "branch", "options": {"otherwise": "x"}}),
            "/value/transition/options/otherwise",
            "No step of this group has this id.",
        ),
        (
            item("test_plan", exits={"skip": "nowhere"}),
            "/value/exits/skip",
            LEADS,
        ),
        (item("test_plan", exits={"skip": 1}), "/value/exits/skip", "This is the id of a step."),
        (
            action("One", when={"op": "exists", "operand": {"step": "nowhere", "field": "x"}}),
            "/value/when/operand/step",
            LEADS,
        ),
        (
            use(9),
            "/value/group",
            "The file holds no reusable group of this key.",
        ),
    ],
)
@pytest.mark.parametrize("where", ["/flow/1", "/flow/1/value/steps/0", "/groups/7/flow/0"])
def test_what_is_wrong_with_a_step_is_told_wherever_it_stands(
    where: str, step: Any, place: str, sentence: str
) -> None:
    data = {
        "/flow/1": exported(action("First"), step),
        "/flow/1/value/steps/0": exported(action("First"), scaffold("Group", step)),
        "/groups/7/flow/0": exported(use(7), groups={"7": group("A", step)}),
    }[where]

    assert found(data) == {f"{where}{place}": sentence}


def test_an_exit_that_no_such_step_has_is_told() -> None:
    target = action("End")

    assert found(exported(item("test_plan", exits={"jump": target["id"]}), target)) == {
        "/flow/0/value/exits/jump": "A step of this type has no such exit."
    }


def test_repeated_ids_are_told_with_both_places() -> None:
    assert found(exported(action("One"), scaffold("Group", action("One")))) == {
        "/flow/1/value/steps/0/id": "The step at /flow/0 has this id."
    }


def test_a_step_inside_a_group_may_be_referred_to() -> None:
    inside = f"{id_of('reusable', 'Where')}/{id_of('reusable', '')}/{id_of('test_note', 'Street')}"
    data = {**SOUND, "flow": [*SOUND["flow"], item("test_plan", exits={"skip": inside})]}

    assert found(data) == {}


def test_what_is_unknown_may_be_kept() -> None:
    data = exported(
        item("gift_message"),
        item("test_plan", exits={"jump": id_of("gift_message", "")}),
        scaffold("A", transition={"type": "gone"}, preconditions=[{"type": "gone"}]),
    )

    assert len(found(data)) == 4
    assert found(data, keep_unknown=True) == {}


def test_options_that_their_block_cannot_read_are_told() -> None:
    data = exported(item("choice", options={"choices": 7}))

    assert found(data) == {"/flow/0/value": "The block of this step cannot read its value."}


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), "\ud800", "a\0"])
def test_what_cannot_be_kept_is_told_where_it_stands(odd: Any) -> None:
    assert set(found(exported(action("One", extra={"a": [odd]})))) == {"/flow/0/value/extra/a/0"}


def test_every_problem_is_told_at_once() -> None:
    data = exported(
        1, item("gone"), action("One", slug="No Good"), action("One", when={"op": "?"}), title=""
    )

    assert set(found(data)) == {
        "/title",
        "/flow/0",
        "/flow/1/type",
        "/flow/2/value/slug",
        "/flow/3/id",
        "/flow/3/value/when",
    }


def test_ten_thousand_steps_are_told_and_looked_at() -> None:
    steps = [action(f"Step {number}") for number in range(10_000)]
    steps[9_999] = item("gone")

    problems = found(exported(*steps))

    assert problems == {
        "/flow": "There are 10000 steps, of at most 5000.",
        "/flow/9999/type": "No installed app registers a step of the type “gone”.",
    }


def test_of_hopelessly_many_steps_only_the_number_is_told() -> None:
    assert found(exported(*[1] * 20_001)) == {"/flow": "There are 20001 steps, of at most 5000."}


def test_more_groups_than_anybody_has_are_told() -> None:
    groups = {str(key): group("A", use(key + 1)) for key in range(1, 202)}

    assert found(exported(groups=groups)) == {
        "/groups": "There are 201 reusable groups, of at most 200."
    }


def test_a_hundred_levels_are_told_once_and_what_is_below_too() -> None:
    stream = [item("gone")]
    for level in range(99):
        stream = [scaffold(f"Group {level}", *stream)]

    problems = found(exported(*stream))

    deepest = "/flow/0" + "/value/steps/0" * 49
    assert problems == {
        f"{deepest}/value/steps": "Groups may stand within each other up to 50 levels deep.",
        "/flow/0" + "/value/steps/0" * 99 + "/type": (
            "No installed app registers a step of the type “gone”."
        ),
    }


def test_fifty_levels_are_fine() -> None:
    assert found(exported(*nested(50))) == {}


def test_json_that_nests_without_end_is_told() -> None:
    odd: Any = []
    for _ in range(600):
        odd = [odd]

    assert list(found(exported(action("One", extra=odd))).values()) == [
        "This nests deeper than can be kept."
    ]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_no_damage_makes_it_crash(data: st.DataObject) -> None:
    """Any value of a sound file, replaced by anything: problems, or a flow that can be read."""
    damaged = json.loads(json.dumps(SOUND))
    places = list(places_in(damaged))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places))
        replace_at(damaged, path, data.draw(JSON))

    problems = problems_of_import(damaged)

    assert all(each.sentence.endswith(".") for each in problems)
    if not problems:
        read_stream(damaged["flow"])


@given(JSON)
def test_no_json_makes_it_crash(data: Any) -> None:
    problems_of_import(exported(data, groups=data, inputs=data))
    assert problems_of_import(data)


def places_in(data: Any, path: tuple[Any, ...] = ()) -> Any:
    """The path of every value below."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in pairs:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from places_in(value, (*path, key))


def replace_at(data: Any, path: tuple[Any, ...], value: Any) -> None:
    """Where the path still leads somewhere."""
    for key in path[:-1]:
        try:
            data = data[key]
        except (LookupError, TypeError):
            return
    if (isinstance(data, dict) and path[-1] in data) or (
        isinstance(data, list) and isinstance(path[-1], int) and path[-1] < len(data)
    ):
        data[path[-1]] = value


def test_a_flow_without_problems_is_read() -> None:
    definition = read_stream(SOUND["flow"])

    assert all(isinstance(node, ActionNode) for node in definition.actions)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is no JSON: Expecting value: line 1 column 1 (char 0)."),
        (b"{", "The file is no JSON: Expecting property name enclosed in double quotes: "),
        (b"\xff\xfe", "The file is no text in UTF-8."),
        (b"[" * 100_000, "The file nests too deep to be read."),
        (b"1" * 5_000, "The file is no JSON: Exceeds the limit (4300 digits)"),
        (b" " * 10_000_001, "The file is larger than 10 MB."),
    ],
)
def test_a_file_that_is_no_json_is_told_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        data_of(content)

    assert str(caught.value).startswith(sentence)


def test_fifty_megabytes_are_refused_before_they_are_read() -> None:
    """They are no JSON either; but that is not what is said of them."""
    content = b"[" + b"1," * 25_000_000

    with pytest.raises(UnreadableFileError, match="The file is larger than"):
        data_of(content)


def test_a_mark_at_the_beginning_does_no_harm() -> None:
    """Editors of Windows leave one."""
    assert data_of(b"\xef\xbb\xbf{}") == {}
