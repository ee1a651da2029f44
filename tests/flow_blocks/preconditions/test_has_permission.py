"""Has a permission lets in those who have it, through whatever backend says so."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.blocks import StructBlockValidationError

from cmsflows.testing import Visitor, flow_page, guard, step
from flow_blocks.preconditions.has_permission import permission_choices
from tests.flow_blocks.preconditions.conftest import Ask, options_block

pytestmark = pytest.mark.django_db

ADD_GROUP = {"permission": "auth.add_group"}


@pytest.fixture
def add_group() -> Permission:
    return Permission.objects.get(content_type__app_label="auth", codename="add_group")


def test_who_was_given_it_may_enter(ask: Ask, ada: Any, add_group: Permission) -> None:
    ada.user_permissions.add(add_group)

    assert ask("has_permission", ADD_GROUP, user=ada).is_met


def test_a_group_gives_it_to_its_members(ask: Ask, ada: Any, add_group: Permission) -> None:
    group = Group.objects.create(name="Managers")
    group.permissions.add(add_group)
    ada.groups.add(group)

    assert ask("has_permission", ADD_GROUP, user=ada).is_met


def test_a_superuser_has_them_all(ask: Ask) -> None:
    root = get_user_model().objects.create_superuser("root")

    assert ask("has_permission", ADD_GROUP, user=root).is_met


def test_who_has_it_not_may_not_enter(ask: Ask, ada: Any) -> None:
    asked = ask("has_permission", ADD_GROUP, user=ada)

    assert not asked.is_met
    assert asked.way_out is None
    assert asked.message == "Your account does not have the permission that is needed here."


def test_who_is_not_active_may_not_enter(ask: Ask, ada: Any, add_group: Permission) -> None:
    ada.user_permissions.add(add_group)
    ada.is_active = False

    assert not ask("has_permission", ADD_GROUP, user=ada).is_met


def test_who_is_not_logged_in_is_led_to_log_in(ask: Ask) -> None:
    asked = ask("has_permission", ADD_GROUP)

    assert not asked.is_met
    assert asked.message == "Please log in to continue."
    assert asked.way_out.url.startswith("/accounts/login/?next=")


def test_a_permission_that_is_gone_lets_nobody_in(
    ask: Ask, ada: Any, add_group: Permission
) -> None:
    ada.user_permissions.add(add_group)
    add_group.delete()
    asked = ask("has_permission", ADD_GROUP, user=ada)

    assert not asked.is_met
    assert asked.flaws == [
        "Only people with the permission “auth.add_group” may come in, and this site has no such "
        "permission any more. Choose another, or remove that."
    ]


@pytest.mark.parametrize("options", [{}, {"permission": ""}, {"permission": 7}])
def test_no_permission_at_all_lets_nobody_in(ask: Ask, options: dict[str, Any]) -> None:
    """Not even a superuser, who has them all."""
    root = get_user_model().objects.create_superuser("root")
    asked = ask("has_permission", options, user=root)

    assert not asked.is_met
    assert asked.flaws == ["“Must have a permission” does not say which one. Choose one."]


def test_editors_choose_from_all_there_are() -> None:
    by_kind = dict(permission_choices())

    assert ("auth.add_group", "Can add group") in by_kind[
        "Authentication and Authorization | group"
    ]
    assert sum(map(len, by_kind.values())) == Permission.objects.count()


def test_the_choice_is_kept_as_it_is_asked_for(add_group: Permission) -> None:
    block = options_block("has_permission")

    assert block.get_prep_value(block.clean(block.to_python(ADD_GROUP))) == ADD_GROUP


def test_editors_are_told_at_the_field_that_it_is_gone(add_group: Permission) -> None:
    block = options_block("has_permission")
    value = block.to_python(ADD_GROUP)
    add_group.delete()

    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(value)

    assert list(caught.value.block_errors) == ["permission"]


def test_the_whole_flow_is_walked_by_who_has_it(
    visitor: Visitor, ada: Any, add_group: Permission
) -> None:
    ada.user_permissions.add(add_group)
    visitor.client.force_login(ada)
    guards = [guard("has_permission", permission="auth.add_group")]
    visitor.starts(flow_page(step("message", "Secret", preconditions=guards)))

    visitor.completes("secret")

    assert visitor.page.status_code == 200
