"""Comparing revisions shows what an editor changed, in an editor's words."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from cmsflows.testing import flow_page, group, step

pytestmark = pytest.mark.django_db


def compared(before, after):
    """The page that compares two revisions, as an editor sees it."""
    page = flow_page(*before)
    first = page.save_revision()
    page.flow = after
    second = page.save_revision()
    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("editor"))
    return editor.get(
        f"/admin/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/"
    ).content.decode()


def test_a_rule_is_read_by_its_label():
    note = step("test_note", "Note")

    shown = compared([group("Group", note)], [group("Group", note, transition="any_one_of")])

    assert "In order" in shown
    assert "Any one of" in shown
    assert "any_one_of" not in shown


@pytest.mark.parametrize(("hidden", "is_shown"), [({}, False), ({"later": {"fact": "x"}}, True)])
def test_hidden_values_are_shown_where_there_are_any(hidden, is_shown):
    before = [step("test_note", "Note", intro="<p>Old</p>")]
    after = [step("test_note", "Note", intro="<p>New</p>", **hidden)]

    shown = compared(before, after)

    assert ("Other settings" in shown) == is_shown


def test_a_condition_is_compared_as_a_sentence():
    is_one = {"op": "eq", "operand": {"state": "plan"}, "value": "large"}
    before = [step("test_note", "Note")]
    after = [step("test_note", "Note", when=is_one)]

    shown = compared(before, after)

    assert "Show only when" in shown
    assert "Plan is “large”" in shown


def test_options_of_other_transitions_are_not_compared():
    before = [group("Group", step("test_note", "Note"), transition="repeat")]
    after = [group("Group", step("test_note", "Note", intro="<p>New</p>"), transition="repeat")]

    shown = compared(before, after)

    assert "Rounds at most" in shown
    assert "Show a menu first" not in shown
