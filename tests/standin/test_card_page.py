"""The page that asks for a card: what each test number does, and what is kept of it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from standin.outcomes import CARDS
from tests.standin.conftest import Begin
from tests.standin.payer import PAYS, books, enters_a_card, looks_at, path_of, standing

LEADS_TO = {
    "4242424242424242": ("paid", ""),
    "5555555555554444": ("paid", ""),
    "4000000000003220": ("open", ""),
    "4000000000000002": ("failed", "declined"),
    "4000000000009995": ("failed", "insufficient_funds"),
    "4000000000000069": ("failed", "expired"),
    "4000000000000341": ("paid", ""),
    "4000000000000424": ("pending", ""),
    "4000000000000408": ("paid", ""),
    "4000000000000416": ("open", ""),
}


def test_every_test_number_is_tried_here() -> None:
    assert set(LEADS_TO) == set(CARDS)


@pytest.mark.parametrize(("number", "end"), LEADS_TO.items())
def test_a_test_number_does_what_it_says(begin: Begin, number: str, end: tuple[str, str]) -> None:
    payment = begin()

    enters_a_card(payment, number)

    assert standing(payment) == end
    assert books(payment) == (["charge"] if end[0] == "paid" else [])


def test_who_is_done_goes_back_to_the_shop(begin: Begin) -> None:
    payment = begin()

    answer = enters_a_card(payment)

    assert (answer.status_code, answer.url) == (303, "http://testserver/back/?t=1")


def test_the_page_says_what_is_paid_and_lists_the_numbers(begin: Begin) -> None:
    text = looks_at(begin()).content.decode()

    assert "12.50 EUR" in text
    assert "One teapot" in text
    assert "Nothing is really paid here." in text
    assert all(card.grouped in text for card in CARDS.values())
    assert 'href="http://testserver/back/?t=1"' in text


@pytest.mark.parametrize(
    "number", ["4242 4242 4242 4242", "4242-4242-4242-4242", " 4242424242424242 "]
)
def test_a_number_may_be_written_as_on_the_card(begin: Begin, number: str) -> None:
    payment = begin()

    enters_a_card(payment, number)

    assert standing(payment) == ("paid", "")


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("", "Enter a card number."),
        ("4242", "Enter a card number of 12 to 19 digits."),
        ("4242 4242 4242 424x", "Enter a card number of 12 to 19 digits."),
        ("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "Enter a card number of 12 to 19 digits."),
        ("4242 4242 4242 4241", "This is no card number: look for a wrong digit."),
        (
            "4111 1111 1111 1111",
            "Use one of the test numbers below. Never enter a real card here.",
        ),
    ],
)
def test_a_wrong_number_is_told_why(begin: Begin, number: str, error: str) -> None:
    payment = begin()

    form = enters_a_card(payment, number).context["form"]

    assert form.errors == {"number": [error]}
    assert standing(payment) == ("open", "")


@pytest.mark.parametrize("expiry", ["9/34", "09/34", "0934", "09/2034", "9-34", "09 / 34"])
def test_a_date_may_be_written_in_many_ways(begin: Begin, expiry: str) -> None:
    payment = begin()

    enters_a_card(payment, expiry=expiry)

    payment.refresh_from_db()
    assert (payment.status, payment.expires) == ("paid", "2034-09")


@pytest.mark.parametrize(
    ("expiry", "error"),
    [
        ("", "Enter an expiry date."),
        ("13/34", "Enter month and year, such as 09/34."),
        ("00/34", "Enter month and year, such as 09/34."),
        ("soon", "Enter month and year, such as 09/34."),
        ("01/20", "This card has expired. Enter a date to come."),
    ],
)
def test_a_wrong_date_is_told_why(begin: Begin, expiry: str, error: str) -> None:
    form = enters_a_card(begin(), expiry=expiry).context["form"]

    assert form.errors == {"expiry": [error]}


@pytest.mark.parametrize("code", ["12", "12a", "١٢٣"])
def test_a_wrong_code_is_told_why(begin: Begin, code: str) -> None:
    form = enters_a_card(begin(), cvc=code).context["form"]

    assert form.errors == {"cvc": ["Enter the three or four digits of the security code."]}


def test_errors_are_summed_up_and_the_code_is_not_shown_again(begin: Begin) -> None:
    answer = enters_a_card(begin(), "", cvc="987")

    text = answer.content.decode()
    assert '<a href="#id_number">Enter a card number.</a>' in text
    assert "<title>Error:" in text
    assert "987" not in text


def test_the_full_number_is_kept_nowhere(begin: Begin) -> None:
    """As with a real one: the last four digits, and what kind of card it is."""
    payment = begin(remember=True)

    enters_a_card(payment)

    dump = StringIO()
    call_command("dumpdata", "standin", "flow_blocks", stdout=dump)
    payment.refresh_from_db()
    assert (payment.brand, payment.last4) == ("Visa", "4242")
    assert PAYS not in dump.getvalue()
    assert '"4242"' in dump.getvalue()


def test_a_bank_that_does_not_answer_leaves_it_to_another_card(begin: Begin) -> None:
    payment = begin()

    answer = enters_a_card(payment, "4000000000000416")

    assert answer.status_code == 504
    assert "Nothing was charged. Try again, or use another card." in answer.content.decode()
    enters_a_card(payment)
    assert standing(payment) == ("paid", "")


def test_sending_it_twice_pays_once(begin: Begin) -> None:
    payment = begin()

    answers = [enters_a_card(payment), enters_a_card(payment, "5555555555554444")]

    assert {answer.url for answer in answers} == {"http://testserver/back/?t=1"}
    assert books(payment) == ["charge"]
    payment.refresh_from_db()
    assert payment.brand == "Visa"


def test_who_comes_late_is_told_how_it_stands(begin: Begin) -> None:
    payment = begin()
    enters_a_card(payment)

    text = looks_at(payment).content.decode()

    assert "There is nothing to do here" in text
    assert "Visa •••• 4242" in text


def test_looking_changes_nothing(begin: Begin) -> None:
    payment = begin()

    Client().get(path_of(payment), {"number": PAYS, "expiry": "09/34", "cvc": "123"})
    Client().head(path_of(payment))

    assert standing(payment) == ("open", "")


def test_a_form_of_another_site_is_refused(begin: Begin) -> None:
    payment = begin()

    answer = Client(enforce_csrf_checks=True).post(
        path_of(payment), {"number": PAYS, "expiry": "09/34", "cvc": "123"}
    )

    assert answer.status_code == 403
    assert standing(payment) == ("open", "")


@pytest.mark.parametrize("reference", ["sp_" + "0" * 32, "1", "sp_"])
@pytest.mark.django_db
def test_a_guessed_reference_is_not_found(reference: str) -> None:
    assert looks_at(f"/standin/pay/{reference}/").status_code == 404


def test_references_are_not_guessed(begin: Begin) -> None:
    references = {begin().reference for _ in range(20)}

    assert len(references) == 20
    assert all(len(bytes.fromhex(each.removeprefix("sp_"))) == 16 for each in references)


def test_the_address_is_told_to_nobody(begin: Begin) -> None:
    answer = looks_at(begin())

    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "{{ 7|add:7 }}{% debug %}", "\u202eright to left", "🎂" * 255],
)
def test_an_odd_description_is_only_text(begin: Begin, text: str) -> None:
    content = looks_at(begin(description=text)).content.decode()

    assert "<script>alert" not in content
    assert "14" not in content.partition("<dl")[2].partition("</dl>")[0]
