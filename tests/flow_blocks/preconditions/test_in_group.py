"""In a group lets in the members of a group, and nobody where it is gone."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.html import escape
from wagtail.blocks import StructBlockValidationError

from cmsflows.cms.checking import flaws_of_site
from cmsflows.testing import Visitor, flow_page, guard, step
from tests.flow_blocks.preconditions.conftest import Ask, options_block

pytestmark = pytest.mark.django_db

GONE = (
    "Only members of the group “Members” may come in, and this site has no such group, so nobody "
    "may. Choose another group, or remove that."
)


@pytest.fixture
def members() -> Group:
    return Group.objects.create(name="Members")


@pytest.fixture
def member(ada: Any, members: Group) -> Any:
    ada.groups.add(members)
    return ada


def test_a_member_may_enter(ask: Ask, member: Any) -> None:
    assert ask("in_group", {"group": "Members"}, user=member).is_met


def test_who_is_in_another_group_may_not(ask: Ask, ada: Any, members: Group) -> None:
    ada.groups.add(Group.objects.create(name="Moderators of other things"))
    asked = ask("in_group", {"group": "Members"}, user=ada)

    assert not asked.is_met
    assert asked.way_out is None
    assert asked.message == (
        "This is only for some of our members, and your account is not one of them."
    )


def test_a_superuser_is_no_member(ask: Ask, members: Group) -> None:
    """A group says who somebody is, and not what they may do."""
    root = get_user_model().objects.create_superuser("root")

    assert not ask("in_group", {"group": "Members"}, user=root).is_met


def test_who_is_not_logged_in_is_led_to_log_in(ask: Ask, members: Group) -> None:
    asked = ask("in_group", {"group": "Members"})

    assert not asked.is_met
    assert asked.message == "Please log in to continue."
    assert asked.way_out.url.startswith("/accounts/login/?next=")


def test_a_group_that_was_deleted_lets_nobody_in(ask: Ask, member: Any, members: Group) -> None:
    members.delete()
    asked = ask("in_group", {"group": "Members"}, user=member)

    assert not asked.is_met
    assert asked.flaws == [GONE]


@pytest.mark.parametrize("options", [{}, {"group": ""}, {"group": None}, {"group": ["Members"]}])
def test_no_group_at_all_lets_nobody_in(ask: Ask, member: Any, options: dict[str, Any]) -> None:
    asked = ask("in_group", options, user=member)

    assert not asked.is_met
    assert asked.flaws == ["“Must be in a group” does not say which group. Choose one."]


def test_a_user_without_groups_is_in_none(ask: Ask, members: Group) -> None:
    """As a site's own user model may have it."""

    class Plain:
        is_authenticated = True

    assert not ask("in_group", {"group": "Members"}, user=Plain()).is_met


def test_a_group_of_any_name_is_only_a_name(ask: Ask, ada: Any, hostile: str) -> None:
    ada.groups.add(Group.objects.create(name=hostile))
    block = options_block("in_group")
    value = block.to_python({"group": hostile})

    assert ask("in_group", {"group": hostile}, user=ada).is_met
    assert block.get_prep_value(block.clean(value)) == {"group": hostile}
    html = block.child_blocks["group"].field.widget.render("group", hostile)
    assert f"selected>{escape(hostile)}</option>" in html


def test_editors_are_told_at_the_field_that_a_group_is_gone(members: Group) -> None:
    block = options_block("in_group")
    value = block.to_python({"group": "Members"})
    members.delete()

    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(value)

    assert list(caught.value.block_errors) == ["group"]


def test_a_flow_whose_group_is_gone_cannot_go_live(members: Group) -> None:
    members.delete()

    with pytest.raises(ValidationError) as caught:
        publish_guarded()

    assert caught.value.message_dict["flow"] == ["This flow cannot go live.", GONE]


def test_a_group_that_is_deleted_later_is_found_and_keeps_everybody_out(
    visitor: Visitor, member: Any, members: Group
) -> None:
    page = publish_guarded()
    visitor.client.force_login(member)
    members.delete()

    visitor.starts(page)
    visitor.completes("welcome")

    assert visitor.page.status_code == 409
    assert "your account is not one of them" in visitor.text
    assert [flaw.sentence for flaw in flaws_of_site()] == [GONE]


def test_a_member_goes_through(visitor: Visitor, member: Any) -> None:
    page = publish_guarded()
    visitor.client.force_login(member)

    visitor.starts(page)
    visitor.completes("welcome", "for-members")

    assert visitor.page.status_code == 200


def test_a_visitor_is_led_to_the_flows_own_log_in(visitor: Visitor, member: Any) -> None:
    """B09"""
    member.set_password("a difference engine")
    member.save()
    log_in = step("log_in", "Log in")
    page = flow_page(step("message", "Welcome"), guarded(), log_in)
    visitor.starts(page)
    visitor.completes("welcome")
    assert visitor.page.context["notice"] == "Please log in to continue."

    visitor.completes("log-in", username="ada", password="a difference engine")

    assert visitor.sees("for-members")


def guarded() -> dict[str, Any]:
    return step("message", "For members", preconditions=[guard("in_group", group="Members")])


def publish_guarded() -> Any:
    page = flow_page(step("message", "Welcome"), slug="guarded")
    page.flow = [step("message", "Welcome"), guarded()]
    page.save_revision().publish()
    return page
