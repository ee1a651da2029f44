"""A record comes back from its text as it was, and from nobody else's text at all."""

import json
import sys

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cmsflows import conf
from cmsflows.exceptions import DefinitionError, RecordTooLargeError, UnreadableRecordError
from cmsflows.statestore.texts import MAX_LEVELS, from_text, longest, to_text
from cmsflows.testing.contract_records import ID, OTHER
from cmsflows.testing.store_contract import GARBAGE
from tests.statestore.keys import NEW_KEY, OLD_KEY

RECORD = {"owner": "7", "answers": {"a": ["é", "🫖", "\x00", "{"]}, "n": [1, -2.5, None, True]}

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


@pytest.fixture
def keys(settings):
    settings.FLOWS_ENCRYPTION_KEYS = [OLD_KEY]
    return settings


@hypothesis_settings(deadline=None)
@given(st.dictionaries(st.text(st.characters(codec="utf-8")), VALUES))
def test_a_record_comes_back_as_it_was(record):
    assert from_text(ID, to_text(ID, record)) == record


@hypothesis_settings(deadline=None, max_examples=1_000)
@given(st.text() | st.binary() | st.text('{}[]",:\\u0d8e19-.eINfNa').map("{{{}".format))
def test_any_text_is_a_record_or_is_refused(text):
    """B27: and raises nothing else."""
    try:
        record = from_text(ID, text)
    except UnreadableRecordError:
        return
    assert isinstance(record, dict)


@pytest.mark.parametrize("text", GARBAGE.values(), ids=GARBAGE)
@pytest.mark.parametrize("keys", [[], [OLD_KEY]], ids=["in the clear", "encrypted"])
def test_garbage_is_refused(settings, text, keys):
    """B27"""
    settings.FLOWS_ENCRYPTION_KEYS = keys

    with pytest.raises(UnreadableRecordError):
        from_text(ID, text)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":"\x00"}',
        "\x00",
        "{\x00}",
        b'{"a":"\xc3\xa9"}',
        b"\xff\xfe{\x00}\x00",
        '{"\\ud83e":1}',
        '{"a":"\\udfff"}',
        '{"a":"\\UD83E"}',
    ],
)
def test_bytes_that_no_store_wrote_are_refused(text):
    """B27"""
    with pytest.raises(UnreadableRecordError):
        from_text(ID, text)


def test_a_text_too_long_to_be_a_task_is_not_even_read():
    """What is read may still be four times as long as what is written."""
    text = '{"a":"' + "x" * longest() + '"}'

    with pytest.raises(UnreadableRecordError) as caught:
        from_text(ID, text)

    assert str(caught.value) == "The stored task is too long to be one."


def test_a_limit_that_was_lowered_leaves_running_tasks_alone(settings):
    text = to_text(ID, {"a": "x" * 200_000})
    settings.FLOWS_MAX_RECORD_BYTES = 1_000

    assert len(from_text(ID, text)["a"]) == 200_000


@pytest.mark.parametrize("opened", ["[", '{"a":'])
def test_a_text_is_as_deep_as_a_task_may_be_and_no_deeper(opened):
    closed = {"[": "]"}.get(opened, "}")

    def nested(levels):
        return '{"a":' + opened * (levels - 1) + "1" + closed * (levels - 1) + "}"

    assert from_text(ID, nested(MAX_LEVELS))
    with pytest.raises(UnreadableRecordError) as caught:
        from_text(ID, nested(MAX_LEVELS + 1))
    assert str(caught.value) == "The stored task is nested too deeply to be one."


def test_many_digits_are_refused_where_python_would_read_them():
    """A site may have lifted Python's own limit, and such numbers take long to read."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        with pytest.raises(UnreadableRecordError):
            from_text(ID, '{"a":' + "9" * 200_000 + "}")
    finally:
        sys.set_int_max_str_digits(before)


def test_without_keys_a_record_rests_in_the_clear():
    assert json.loads(to_text(ID, RECORD)) == RECORD


def test_what_is_encrypted_says_nothing(keys):
    """B28"""
    text = to_text(ID, RECORD)

    assert not [word for word in ("owner", "answers", ID) if word in text]
    assert text.startswith("gAAAAA")
    assert text.isascii()
    assert from_text(ID, text) == RECORD


def test_the_limit_is_on_the_plain_text(keys):
    """What a visitor may enter does not depend on the keys."""
    keys.FLOWS_MAX_RECORD_BYTES = 1_000
    fits, does_not = {"a": "x" * (1_000 - len('{"a":""}'))}, {"a": "x" * 1_000}

    text = to_text(ID, fits)

    assert len(text) > 1_000
    assert from_text(ID, text) == fits
    with pytest.raises(RecordTooLargeError):
        to_text(ID, does_not)


def test_keys_rotate(keys):
    """The first encrypts, all decrypt; one that is gone reads nothing more."""
    old = to_text(ID, RECORD)

    keys.FLOWS_ENCRYPTION_KEYS = [NEW_KEY, OLD_KEY]
    new = to_text(ID, RECORD)
    both = [from_text(ID, old), from_text(ID, new)]
    keys.FLOWS_ENCRYPTION_KEYS = [NEW_KEY]

    assert both == [RECORD, RECORD]
    assert from_text(ID, new) == RECORD
    with pytest.raises(UnreadableRecordError) as caught:
        from_text(ID, old)
    assert str(caught.value) == "No key decrypts the stored task."


def test_what_was_kept_before_there_were_keys_is_read(settings):
    text = to_text(ID, RECORD)

    settings.FLOWS_ENCRYPTION_KEYS = [OLD_KEY]

    assert from_text(ID, text) == RECORD


def test_what_was_encrypted_is_not_read_without_keys(keys):
    text = to_text(ID, RECORD)
    keys.FLOWS_ENCRYPTION_KEYS = []

    with pytest.raises(UnreadableRecordError) as caught:
        from_text(ID, text)

    assert str(caught.value) == "The stored task is no record that is read without a key."


def test_a_text_copied_to_another_task_is_refused_there(keys):
    """Who may write to the store cannot give a visitor somebody else's answers."""
    text = to_text(ID, RECORD)

    with pytest.raises(UnreadableRecordError) as caught:
        from_text(OTHER, text)

    assert str(caught.value) == "The stored task was written for another one."


@hypothesis_settings(deadline=None, max_examples=200)
@given(st.data())
def test_one_changed_character_is_noticed(data):
    """Whichever it is, but for what means the same: Base64 has two ways to write two of its
    characters, and bits to spare at its end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(conf.DEFAULTS, "FLOWS_ENCRYPTION_KEYS", [OLD_KEY])
        text = to_text(ID, RECORD)
        place = data.draw(st.integers(0, len(text) - 5))
        other = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
        changed = text[:place] + other + text[place + 1 :]

        if changed.replace("+", "-").replace("/", "_") != text:
            with pytest.raises(UnreadableRecordError):
                from_text(ID, changed)


@pytest.mark.parametrize("key", ["", "short", "🫖", "x" * 44, None, 7, b"\xff"])
def test_a_key_that_is_none_is_said_and_not_shown(settings, key):
    settings.FLOWS_ENCRYPTION_KEYS = [OLD_KEY, key]

    with pytest.raises(DefinitionError) as caught:
        to_text(ID, RECORD)

    assert str(caught.value) == (
        "Key 2 of FLOWS_ENCRYPTION_KEYS is no Fernet key: 32 bytes in URL-safe Base64. "
        "`cryptography.fernet.Fernet.generate_key()` makes one."
    )


@pytest.mark.parametrize("keys", [OLD_KEY, OLD_KEY.encode(), {OLD_KEY: 1}])
def test_keys_that_are_no_list_are_said(settings, keys):
    settings.FLOWS_ENCRYPTION_KEYS = keys

    with pytest.raises(DefinitionError) as caught:
        to_text(ID, RECORD)

    assert str(caught.value) == (
        f"FLOWS_ENCRYPTION_KEYS is a {type(keys).__name__}. Make it a list of keys, newest first."
    )
