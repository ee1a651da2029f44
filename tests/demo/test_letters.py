"""The demo's letters: a form by its editor, a list of answers, and a mail."""

import pytest
from django.core import mail
from django.test import Client

from cmsflows.testing import Visitor
from flow_blocks.models import SavedAnswers

pytestmark = pytest.mark.django_db

ANSWERS = {
    "name": "Grace Hopper",
    "email": "grace@example.com",
    "topics": ["New pots", "Courses"],
    "often": "Once a month",
    "agrees": "on",
}


@pytest.fixture
def visitor(shop: None) -> Visitor:
    visitor = Visitor()
    visitor.opens("/letters/")
    return visitor


def signs_up(visitor: Visitor, **answers: object) -> None:
    visitor.submits(**{**ANSWERS, **answers})
    visitor.submits()
    visitor.submits()
    visitor.submits()


def test_who_signs_up_is_on_the_list_and_gets_a_letter(
    visitor: Visitor, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        signs_up(visitor)

    assert "Thank you" in visitor.text
    assert SavedAnswers.objects.get().email == "grace@example.com"
    letter = mail.outbox[-1]
    assert letter.to == ["grace@example.com"]
    assert letter.subject == "Grace Hopper, you are on our list"
    assert "Dear Grace Hopper," in str(letter.body)
    assert "This is what we will write to you about: New pots, Courses." in str(letter.body)


def test_answers_are_read_once_more_before_they_are_saved(visitor: Visitor) -> None:
    visitor.submits(**ANSWERS)

    assert visitor.step == "is-all-of-this-right"
    for words in ("Grace Hopper", "New pots", "Courses", "Once a month"):
        assert words in visitor.text
    assert not SavedAnswers.objects.exists()


def test_what_must_be_answered_is_asked_for(visitor: Visitor) -> None:
    visitor.submits(name="", email="nobody", often="Four times a year", birthday="2999-01-01")

    assert set(visitor.errors) == {"name", "email", "topics", "birthday", "agrees"}


def test_its_answers_are_listed_in_the_admin(visitor: Visitor) -> None:
    signs_up(visitor)
    boss = Client()
    boss.login(username="admin", password="admin")

    listed = boss.get("/admin/flows/saved-answers/", follow=True).content.decode()

    assert "Letters from the kiln" in listed
    assert "grace@example.com" in listed


def test_a_hostile_name_is_text_in_the_letter(
    visitor: Visitor, django_capture_on_commit_callbacks: object
) -> None:
    """Neither markup nor a placeholder of its own."""
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        signs_up(visitor, name="<b>{form.email}</b> 李")

    letter = mail.outbox[-1]
    assert letter.subject == "<b>{form.email}</b> 李, you are on our list"
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]  # of a mail with HTML
    assert "Dear &lt;b&gt;{form.email}&lt;/b&gt; 李," in html
