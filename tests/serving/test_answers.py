"""Of what was posted, declared fields are kept, and secrets never are."""

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from cmsflows.engine.action import Action
from cmsflows.serving.answers import answers_to_keep


def kept(form_class, posted, *, sensitive=(), prefix=None, files=None):
    action = Action()
    action.sensitive_fields = sensitive
    action.bound_form = form_class(QueryDict(posted), files, prefix=prefix)
    return answers_to_keep(action).values


def form_of(**fields):
    return type("Form", (forms.Form,), fields)


def test_declared_fields_are_kept_as_they_were_submitted():
    form = form_of(name=forms.CharField(), size=forms.MultipleChoiceField())

    assert kept(form, "name= A &size=s&size=m&_pos=0.x&csrfmiddlewaretoken=y") == {
        "name": [" A "],
        "size": ["s", "m"],
    }


def test_a_prefix_is_part_of_the_name():
    form = form_of(name=forms.CharField())

    assert kept(form, "one-name=A&name=B&two-name=C", prefix="one") == {"one-name": ["A"]}


def test_the_parts_of_a_field_are_kept():
    form = form_of(
        day=forms.DateField(widget=forms.SelectDateWidget), when=forms.SplitDateTimeField()
    )
    posted = "day_day=1&day_month=2&day_year=2026&when_0=2026-01-01&when_1=12:00"

    assert set(kept(form, posted)) == {"day_day", "day_month", "day_year", "when_0", "when_1"}


def test_what_only_looks_like_a_part_is_not_kept():
    form = form_of(name=forms.CharField(), day=forms.DateField(widget=forms.SelectDateWidget))

    assert kept(form, "name=A&name_evil=B&days=C") == {"name": ["A"]}


@pytest.mark.parametrize(
    "field",
    [
        forms.CharField(widget=forms.PasswordInput),
        forms.CharField(widget=forms.TextInput({"type": "password"})),
        forms.CharField(widget=forms.TextInput({"autocomplete": "cc-number"})),
        forms.CharField(widget=forms.TextInput({"autocomplete": "section-a billing CC-CSC"})),
        forms.CharField(widget=forms.TextInput({"autocomplete": "one-time-code"})),
    ],
)
def test_secrets_are_not_kept(field):
    """B28"""
    form = form_of(name=forms.CharField(), secret=field)

    assert kept(form, "name=A&secret=hunter2") == {"name": ["A"]}


def test_secrets_within_a_field_of_several_inputs_are_not_kept():
    """B28"""
    twice = forms.MultiWidget([forms.PasswordInput, forms.PasswordInput])
    form = form_of(name=forms.CharField(), secret=forms.CharField(widget=twice))

    assert kept(form, "name=A&secret_0=hunter2&secret_1=hunter2") == {"name": ["A"]}


def test_a_harmless_field_beside_a_secret_of_similar_name_is_kept():
    form = form_of(
        card=forms.CharField(widget=forms.TextInput({"autocomplete": "cc-number"})),
        card_type=forms.CharField(),
    )

    assert kept(form, "card=4111&card_type=debit") == {"card_type": ["debit"]}


def test_a_secret_beside_a_harmless_field_of_similar_name_is_not_kept():
    """B28"""
    form = form_of(
        day=forms.DateField(widget=forms.SelectDateWidget),
        day_secret=forms.CharField(widget=forms.PasswordInput),
    )

    assert kept(form, "day_day=1&day_secret=hunter2") == {"day_day": ["1"]}


def test_fields_that_the_action_calls_sensitive_are_not_kept():
    """B28"""
    form = form_of(name=forms.CharField(), born=forms.DateField(widget=forms.SelectDateWidget))
    posted = "x-name=A&x-born_day=1&x-born_month=2&x-born_year=2000"

    assert kept(form, posted, sensitive=["born"], prefix="x") == {"x-name": ["A"]}


def test_files_are_not_kept():
    form = form_of(name=forms.CharField(), scan=forms.FileField(), seal=forms.ImageField())
    files = MultiValueDict({"scan": [SimpleUploadedFile("a.txt", b"a")]})

    assert kept(form, "name=A&scan=x&scan-clear=on&seal=y", files=files) == {"name": ["A"]}


def test_a_model_form_is_a_form():
    form = forms.modelform_factory(Group, fields=["name"])

    assert kept(form, "name=A&permissions=1") == {"name": ["A"]}


def test_a_formset_is_kept_whole():
    formset = forms.formset_factory(
        form_of(name=forms.CharField(), code=forms.CharField(widget=forms.PasswordInput)),
        can_delete=True,
    )
    posted = (
        "form-TOTAL_FORMS=2&form-INITIAL_FORMS=0&form-0-name=A&form-0-code=x&form-1-name=B"
        "&form-1-DELETE=on&form-2-name=C"
    )

    assert kept(formset, posted) == {
        "form-TOTAL_FORMS": ["2"],
        "form-INITIAL_FORMS": ["0"],
        "form-0-name": ["A"],
        "form-1-name": ["B"],
        "form-1-DELETE": ["on"],
    }


def test_an_action_without_a_posted_form_keeps_nothing():
    assert not answers_to_keep(Action())


def test_what_was_withheld_is_remembered_by_name():
    """So that it is not taken for an error when the rest is validated again."""
    form = form_of(
        name=forms.CharField(),
        secret=forms.CharField(widget=forms.PasswordInput),
        born=forms.CharField(required=False),
        scan=forms.FileField(required=False),
    )
    action = Action()
    action.sensitive_fields = ["born"]
    files = MultiValueDict({"scan": [SimpleUploadedFile("a.txt", b"a")]})
    action.bound_form = form(QueryDict("name=A&secret=x&born=y"), files)

    assert answers_to_keep(action).withheld == ("secret", "born", "scan")
