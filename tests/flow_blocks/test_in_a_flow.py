"""Ready steps together, on a flow page, over HTTP."""

import pytest
from django.contrib.auth import get_user_model

from cmsflows.models import StoredTask
from tests.journeys.pages import flow_page, step
from tests.journeys.visitor import Visitor

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
