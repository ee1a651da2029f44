"""The form for an emailed code: six digits in whatever shape."""

import pytest

from flow_blocks.accounts.code_form import CodeForm


@pytest.mark.parametrize(
    "typed",
    ["012345", " 012345\n", "012 345", "012-345", "0 1 2 3 4 5", "012\u2013345", "\u200b012345"]
    + ["\u0660\u0661\u0662\u0663\u0664\u0665", "\uff10\uff11\uff12\uff13\uff14\uff15"],
)
def test_six_digits_are_six_digits(typed: str) -> None:
    form = CodeForm(data={"code": typed})

    assert form.is_valid()
    assert form.cleaned_data["code"] == "012345"


@pytest.mark.parametrize(
    "typed",
    ["", " ", "12345", "1234567", "12345a", "1.2345", "+12345", "1e10", "\u00b9\u00b2\u00b3456"]
    + ["x" * 100_000, "123456\x00"],
)
def test_all_else_is_refused(typed: str) -> None:
    form = CodeForm(data={"code": typed})

    assert not form.is_valid()
    assert list(form.errors) == ["code"]


def test_who_asks_for_a_code_need_not_enter_one() -> None:
    for typed in ("", "12", "123456"):
        form = CodeForm(data={"code": typed}, is_asking_for_one=True)
        assert form.is_valid()
        assert form.cleaned_data["code"] == ""
