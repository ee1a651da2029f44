"""What visitors answered, in words."""

from django import forms
from django.utils.translation import override

from cmsflows.engine.answers import Answers
from flow_blocks.answers.optional import mark_optional
from flow_blocks.answers.told import told

SIZES = [("s", "Small"), ("More", [("l", "Large"), ("x", "Huge")])]


class OrderForm(forms.Form):
    day = forms.DateField()
    birthday = forms.DateField(widget=forms.SelectDateWidget)
    weight = forms.DecimalField()
    size = forms.ChoiceField(choices=SIZES)
    sizes = forms.MultipleChoiceField(choices=SIZES)
    gift = forms.BooleanField(required=False)
    secret = forms.CharField()
    note = forms.CharField()
    token = forms.CharField(widget=forms.HiddenInput)


GIVEN = {
    "day": ["2026-12-31"],
    "birthday_day": ["10"],
    "birthday_month": ["12"],
    "birthday_year": ["2026"],
    "weight": ["1234.5"],
    "size": ["l"],
    "sizes": ["s", "x"],
    "gift": ["on"],
    "token": ["x"],
    "nickname": ["Ada"],
}


def lines(form: object, answers: Answers) -> dict[str, str]:
    return {str(line.label): line.value for line in told(form, answers)}


def test_every_kind_of_answer_is_told_in_words() -> None:
    with override("en"):
        found = lines(OrderForm(), Answers(GIVEN, withheld=("secret",)))

    assert found == {
        "Day": "Dec. 31, 2026",
        "Birthday": "Dec. 10, 2026",
        "Weight": "1234.5",
        "Size": "Large",
        "Sizes": "Small\nHuge",
        "Gift": "Yes",
        "Nickname": "Ada",
    }


def test_numbers_and_days_are_written_as_the_visitors_language_does() -> None:
    with override("de"):
        found = lines(OrderForm(), Answers(GIVEN))

    assert (found["Day"], found["Weight"], found["Gift"]) == ("31. Dezember 2026", "1234,5", "Ja")


def test_what_is_not_understood_stays_as_it_was_written() -> None:
    found = lines(OrderForm(), Answers({"day": ["soon"], "size": ["gone"]}))

    assert found == {"Day": "soon", "Size": "gone"}


def test_that_a_field_was_optional_is_no_matter() -> None:
    form = OrderForm()
    form.fields["note"].label = "Anything else?"
    mark_optional(form.fields["note"])

    assert form.fields["note"].label == "Anything else? (optional)"
    assert lines(form, Answers({"note": ["Hello"]})) == {"Anything else?": "Hello"}


def test_a_formset_tells_of_each_row_that_was_filled_in() -> None:
    rows = forms.formset_factory(OrderForm, extra=2)
    data = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-note": "one",
        "form-1-note": "",
    }
    answers = Answers({name: [value] for name, value in data.items()})

    found = list(told(rows(answers.as_post()), answers))

    assert [(str(line.label), line.value) for line in found] == [("Note", "one")]
