"""The number of a bank account, and that of a bank, as visitors type or paste them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from flow_blocks.payments.iban import BICField, IBANField

INVALID = "Enter the IBAN as it stands on your bank card, like DE89 3704 0044 0532 0130 00."
ELSEWHERE = "We cannot collect from accounts in this country. Use another account."
BIC = "Enter a BIC of 8 or 11 characters, like COBADEFFXXX, or leave it empty."


def errors_of(field: Any, value: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages


@pytest.mark.parametrize(
    "iban",
    [
        "AT611904300234573201",
        "BE71096123456769",
        "CH9300762011623852957",
        "DE89370400440532013000",
        "ES9121000418450200051332",
        "FR1420041010050500013M02606",
        "GB29NWBK60161331926819",
        "IT60X0542811101000000123456",
        "MT84MALT011000012345MTLCAST001S",
        "NL91ABNA0417164300",
        "NO9386011117947",
        "SE4550000000058398257466",
    ],
)
def test_the_countries_of_sepa_are_welcome(iban: str) -> None:
    assert IBANField().clean(iban) == iban


@pytest.mark.parametrize(
    "typed",
    [
        "DE89 3704 0044 0532 0130 00",
        " de89-3704-0044-0532-0130-00 ",
        "DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000",
        "DE89\t3704\n00440532013000",
        "d e 8 9 3 7 0 4 0 0 4 4 0 5 3 2 0 1 3 0 0 0",
    ],
)
def test_it_is_read_however_it_is_spaced(typed: str) -> None:
    assert IBANField().clean(typed) == "DE89370400440532013000"


@pytest.mark.parametrize(
    "typed",
    [
        "DE88370400440532013000",  # One of its check digits is wrong.
        "DE89370400440532013001",
        "DE8937040044053201300",
        "DE893704004405320130000",
        "XX89370400440532013000",
        "D",
        "89370400440532013000",
        "DE89370400440532O13000",
        "DE٨٩370400440532013000",
        "ＤＥ89370400440532013000",
        "<script>alert(1)</script>",
        "'; DROP TABLE auth_user; --",
        "🎂",
        "%(country)s %s {0}",
        "DE" + "9" * 1_000_000,
    ],
)
def test_what_is_none_is_refused_in_our_words(typed: str) -> None:
    assert errors_of(IBANField(), typed) == [INVALID]


@pytest.mark.parametrize("typed", ["", "  ", None])
def test_nothing_is_asked_for(typed: Any) -> None:
    assert errors_of(IBANField(), typed) == ["Enter an IBAN."]


@pytest.mark.parametrize("iban", ["TR330006100519786457841326", "SA0380000000608010167519"])
def test_accounts_that_cannot_be_collected_from_are_told_apart(iban: str) -> None:
    """The number is right; another is wanted all the same."""
    assert errors_of(IBANField(), iban) == [ELSEWHERE]


def test_the_site_says_which_countries_it_collects_from(settings: Any) -> None:
    settings.FLOWS_DIRECT_DEBIT_COUNTRIES = ["TR"]

    assert IBANField().clean("TR330006100519786457841326") == "TR330006100519786457841326"
    assert errors_of(IBANField(), "DE89370400440532013000") == [ELSEWHERE]


def test_browsers_shall_not_mend_it() -> None:
    attributes = IBANField().widget.attrs

    assert attributes == {
        "autocomplete": "off",
        "autocapitalize": "characters",
        "spellcheck": "false",
    }


@pytest.mark.parametrize("typed", ["COBADEFFXXX", "cobadeff", "coba de ff\u00a0xxx"])
def test_a_bic_is_read_however_it_is_typed(typed: str) -> None:
    assert BICField(required=False).clean(typed) in ("COBADEFF", "COBADEFFXXX")


def test_a_bic_may_be_left_empty() -> None:
    assert BICField(required=False).clean("") == ""


@pytest.mark.parametrize("typed", ["COBA", "COBAXXFF", "C0BADEFF", "x" * 100_000, "🎂" * 8, "<b>"])
def test_a_bic_that_is_none_is_refused(typed: str) -> None:
    assert errors_of(BICField(required=False), typed) == [BIC]
