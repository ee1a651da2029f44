"""The flow written in code, mounted without any page."""

import pytest

from cmsflows.testing import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(shop: None) -> Visitor:
    visitor = Visitor()
    visitor.opens("/newsletter/")
    return visitor


def shown(visitor: Visitor) -> str:
    assert visitor.page is not None
    return visitor.page.content.decode()


def test_it_is_walked_to_its_end(visitor: Visitor) -> None:
    visitor.submits(email="ada@example.com")
    visitor.submits()
    visitor.submits()

    assert "We will write to ada@example.com." in shown(visitor)


def test_answers_are_shown_before_they_are_sent(visitor: Visitor) -> None:
    visitor.submits(email="ada@example.com")

    assert visitor.step == "check-answers"
    assert "<dt>Email</dt><dd>ada@example.com</dd>" in shown(visitor)


def test_it_looks_like_the_shop(visitor: Visitor) -> None:
    assert "Kiln <span>&amp;</span> Kettle" in shown(visitor)
