"""Personal data that rest where others could read them are spoken of at start."""

import sys

import pytest
from django import forms
from django.core.checks import Error, Warning

from cmsflows import Action, register_action
from cmsflows.checks import check_encryption_keys, check_personal_data
from cmsflows.checks.privacy import actions_about_people
from cmsflows.engine.registry import registry
from cmsflows.statestore.loading import forget
from tests.statestore.keys import NEW_KEY, OLD_KEY


@pytest.fixture(autouse=True)
def _forget():
    forget()
    yield
    forget()


@pytest.fixture
def people():
    """The keys of every action of this site that asks about people."""
    return ", ".join(actions_about_people())


@pytest.mark.parametrize("store", ["redis_store", "tmpfile_store"])
def test_personal_data_in_the_clear_outside_the_database_are_a_warning(settings, people, store):
    settings.FLOWS_STATE_STORE = f"cmsflows.statestore.{store}"

    assert check_personal_data(None) == [
        Warning(
            f"What people enter in {people} rests unencrypted in "
            f"cmsflows.statestore.{store}.StateStore.",
            hint="Set FLOWS_ENCRYPTION_KEYS and install cmsflows[encryption], or keep tasks in the "
            "database.",
            id="cmsflows.W004",
        )
    ]


def test_encrypted_they_may_rest_anywhere(settings):
    settings.FLOWS_STATE_STORE = "cmsflows.statestore.redis_store"
    settings.FLOWS_ENCRYPTION_KEYS = [OLD_KEY]

    assert check_personal_data(None) == []


def test_in_the_database_they_are_as_safe_as_all_else():
    assert check_personal_data(None) == []


def test_the_ready_blocks_that_ask_about_people_are_known():
    assert {"address", "contact_details"} <= set(actions_about_people())


@pytest.mark.parametrize(
    ("token", "is_personal"),
    [
        ("name", True),
        ("section-a shipping home tel-national", True),
        ("BDAY-YEAR", True),
        ("cc-name", True),
        ("billing address-line3", True),
        ("off", False),
        ("", False),
        ("one-time-code", False),
        ("organization", False),
        ("transaction-amount", False),
    ],
)
def test_a_form_says_by_autocomplete_that_it_asks_about_people(token, is_personal):
    """As the HTML Standard has it."""
    field = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": token}))

    assert is_about_people(type("AForm", (forms.Form,), {"a": field})) is is_personal


def test_parts_of_a_field_and_forms_of_a_formset_count_too():
    part = forms.TextInput(attrs={"autocomplete": "bday-day"})
    whole = forms.MultiValueField([forms.CharField()], widget=forms.MultiWidget([part]))
    form = type("AForm", (forms.Form,), {"birthday": whole})

    assert is_about_people(form)
    assert is_about_people(forms.formset_factory(form))


@pytest.mark.parametrize("form", [None, "no form", object])
def test_what_is_no_form_asks_nothing(form):
    assert not is_about_people(form)


def is_about_people(form):
    """Would an action with this form be among those that ask about people?"""
    register_action("test_people")(type("People", (Action,), {"form_class": form}))
    try:
        return "test_people" in actions_about_people()
    finally:
        registry.actions.remove("test_people")


def test_a_key_that_is_none_is_an_error(settings):
    settings.FLOWS_ENCRYPTION_KEYS = [OLD_KEY, "secret, but no key"]

    assert check_encryption_keys(None) == [
        Error(
            "Key 2 of FLOWS_ENCRYPTION_KEYS is no Fernet key: 32 bytes in URL-safe Base64. "
            "`cryptography.fernet.Fernet.generate_key()` makes one.",
            hint="An empty list keeps tasks in the clear.",
            id="cmsflows.E004",
        )
    ]


def test_one_key_in_place_of_a_list_is_an_error(settings):
    settings.FLOWS_ENCRYPTION_KEYS = OLD_KEY

    (error,) = check_encryption_keys(None)

    assert error.id == "cmsflows.E004"
    assert error.msg == "FLOWS_ENCRYPTION_KEYS is a str. Make it a list of keys, newest first."


def test_keys_without_the_package_are_an_error(settings, monkeypatch):
    settings.FLOWS_ENCRYPTION_KEYS = [NEW_KEY, NEW_KEY]
    monkeypatch.delitem(sys.modules, "cmsflows.statestore.ciphers", raising=False)
    monkeypatch.setitem(sys.modules, "cryptography.fernet", None)

    (error,) = check_encryption_keys(None)

    assert error.id == "cmsflows.E004"
    assert error.msg == (
        "FLOWS_ENCRYPTION_KEYS is set, and tasks cannot be encrypted: import of "
        "cryptography.fernet halted; None in sys.modules. Install cmsflows[encryption]."
    )


@pytest.mark.parametrize("keys", [[], (), None, [OLD_KEY], (NEW_KEY, OLD_KEY.encode())])
def test_keys_that_can_be_used_pass(settings, keys):
    settings.FLOWS_ENCRYPTION_KEYS = keys

    assert check_encryption_keys(None) == []
