"""Ready steps together, on a flow page, over HTTP."""

import pytest
from django.contrib.auth import get_user_model

from cmsflows.models import StoredTask
from cmsflows.testing import Visitor, flow_page, group, step
from tests.journeys.records import task_of

pytestmark = pytest.mark.django_db


def choice(title: str, name: str, *answers: str) -> dict[str, object]:
    options = {"question": f"{title}?", "choices": [{"label": each} for each in answers]}
    return step("choice", title, name=name, options=options)


@pytest.fixture
def visitor() -> Visitor:
    flow_page(
        step("message", "Welcome", intro="<p>Two questions, and you are done.</p>"),
        choice("Size", "size", "Small", "Large"),
        choice("Colour", "colour", "Red", "Blue"),
        step("contact_details", "You", options={"phone": "no"}),
        step("check_answers", "Check"),
    )
    visitor = Visitor()
    visitor.opens("/checkout/")
    return visitor


def shown(visitor: Visitor) -> str:
    assert visitor.page is not None
    return visitor.page.content.decode()


def test_the_editors_words_introduce_a_message(visitor: Visitor) -> None:
    assert "<p>Two questions, and you are done.</p>" in shown(visitor)


def test_one_kind_of_step_can_stand_twice(visitor: Visitor) -> None:
    """Each is named, and its answers are under its name."""
    visitor.submits()
    visitor.submits(choice="Large")
    visitor.submits(choice="Red")
    visitor.submits(name="Ada", email="ada@example.com")

    page = shown(visitor)
    for line in (
        "<dt>Size?</dt><dd>Large</dd>",
        "<dt>Colour?</dt><dd>Red</dd>",
        "<dt>Name</dt><dd>Ada</dd>",
    ):
        assert line in page


def test_an_answer_of_one_is_none_of_the_other(visitor: Visitor) -> None:
    visitor.submits()
    visitor.submits(choice="Red")

    assert visitor.step == "size"
    assert '<a href="#id_choice_0">Size? – Choose one of the answers.</a>' in shown(visitor)


@pytest.mark.parametrize("key", ["log_in", "create_account"])
def test_passwords_are_never_kept(key: str) -> None:
    """B28"""
    flow_page(step("message", "Welcome"), step(key, "Who"), step("message", "Thanks"))
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits()
    secret = "a difference engine"
    get_user_model().objects.create_user("ada", password=secret)
    new = {"name": "Eve", "email": "eve@example.com", "password1": secret, "password2": secret}

    visitor.submits(username="nobody", password=secret)
    visitor.submits(username="ada", password=secret, **new)

    assert visitor.step == "thanks"
    kept = [str(row) for row in StoredTask.objects.values()]
    assert kept
    assert secret not in "".join(kept)
    assert secret not in str(dict(visitor.client.session))
    assert secret not in shown(visitor)


US = {
    "line_1": "1 Infinite Loop",
    "line_2": "",
    "postcode": "95014",
    "city": "Cupertino",
    "area": "CA",
}


@pytest.fixture
def address_first() -> Visitor:
    """At a flow's first step, an address in Germany."""
    flow_page(
        step("address", "Home", options={"country": "DE"}),
        choice("Colour", "colour", "Red", "Blue"),
        step("check_answers", "Check"),
        step("message", "Thanks"),
    )
    visitor = Visitor()
    visitor.opens("/checkout/")
    return visitor


def test_looking_at_another_countrys_fields_begins_nothing(address_first: Visitor) -> None:
    """B02: no row is made before a form was accepted."""
    visitor = address_first

    visitor.submits(country="US", line_1="1 Infinite Loop", _country="1")

    assert 'name="area"' in shown(visitor)
    assert visitor.values["line_1"] == "1 Infinite Loop"
    assert not StoredTask.objects.exists()
    visitor.submits(country="US", **US)
    assert visitor.step == "colour"


def test_an_address_is_told_by_the_names_of_its_country(address_first: Visitor) -> None:
    visitor = address_first
    visitor.submits(country="US", **US)
    visitor.submits(choice="Red")

    page = shown(visitor)
    for line in (
        "<dt>Country</dt><dd>United States of America</dd>",
        "<dt>State</dt><dd>California</dd>",
        "<dt>ZIP code</dt><dd>95014</dd>",
    ):
        assert line in page


def test_another_country_is_chosen_from_the_list_of_answers_and_back(
    address_first: Visitor,
) -> None:
    """The way back is not lost while the fields of another country are shown."""
    visitor = address_first
    visitor.submits(country="US", **US)
    visitor.submits(choice="Red")
    visitor.follows("Home")  # "Change Home", to whoever listens

    visitor.submits(country="HK", line_1="1 Harbour Rd", _country="1")
    fields = list(visitor.values)
    visitor.submits(country="HK", line_1="1 Harbour Rd", line_2="", city="", area="Kowloon")

    assert fields == ["country", "line_1", "line_2", "city", "area"]
    assert visitor.step == "check"
    assert task_of(visitor).state()["address"]["country_name"] == "Hong Kong"


def test_links_to_change_say_what_they_change(address_first: Visitor) -> None:
    visitor = address_first
    visitor.submits(country="US", **US)
    visitor.submits(choice="Red")

    assert 'Change<span class="flow-hidden"> Home</span></a>' in shown(visitor)
    assert 'Change<span class="flow-hidden"> Colour</span></a>' in shown(visitor)


def test_every_round_of_a_repeated_step_is_listed(db: None) -> None:
    flow_page(
        group(
            "Guests",
            choice("Guest", "guest", "Ada", "Eve"),
            transition="repeat",
            options={"label": "Another guest"},
        ),
        step("check_answers", "Check"),
        step("message", "Thanks"),
    )
    visitor = Visitor()
    visitor.opens("/checkout/")
    first = visitor.page.context["another"][0]["group"]

    visitor.submits(choice="Ada", _another=first)
    visitor.submits(choice="Eve")

    page = shown(visitor)
    assert "<h2>Guest (1)</h2>" in page
    assert "<h2>Guest (2)</h2>" in page
