"""Widgets say what they are made of, and what a browser may fill in."""

from django import forms

from cmsflows.engine.widgets import autocomplete_tokens, widgets_within


def test_a_widget_is_told_with_all_its_parts_however_deep():
    inner = forms.MultiWidget([forms.TextInput, forms.PasswordInput])
    outer = forms.MultiWidget([forms.NumberInput(), inner])

    kinds = [type(each) for each in widgets_within(outer)]

    assert kinds == [
        forms.MultiWidget,
        forms.NumberInput,
        forms.MultiWidget,
        forms.TextInput,
        forms.PasswordInput,
    ]


def test_autocomplete_is_read_word_by_word_and_in_any_case():
    widget = forms.TextInput(attrs={"autocomplete": "Section-Home  shipping TEL"})

    assert autocomplete_tokens(widget) == ["section-home", "shipping", "tel"]


def test_a_widget_without_autocomplete_asks_for_nothing():
    assert autocomplete_tokens(forms.TextInput()) == []
