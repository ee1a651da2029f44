"""In a group: for those whom the site's staff have put into one of Django's groups."""

from collections.abc import Iterator, Mapping
from typing import Any, Self

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import register_precondition
from cmsflows.blocks import ActionOptions
from cmsflows.engine.host import Guarded
from flow_blocks.accounts.members_only import MembersOnly


def group_choices() -> list[tuple[str, str]]:
    """Every group, asked for anew by each form."""
    return [(name, name) for name in Group.objects.order_by("name").values_list("name", flat=True)]


@register_precondition("in_group", label=_("Must be in a group"), icon="group")
class InGroup(MembersOnly):
    """Only for visitors who are logged in and belong to one of the site's groups.

    The group is known by its name, which is the same on every copy of the site. Where no group has
    that name any more, nobody gets in, and the flow cannot go live.
    """

    message = _("This is only for some of our members, and your account is not one of them.")

    class Options(ActionOptions):
        group = blocks.ChoiceBlock(
            choices=group_choices,
            label=_("Group"),
            help_text=_("People are put into groups under Settings, Users."),
        )

    def __init__(self, group: str) -> None:
        self.group = group

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """`Any`: options are plain JSON. What is no name is a group that nobody is in."""
        group = options.get("group")
        return cls(group if isinstance(group, str) else "")

    def is_met(self, component: Guarded) -> bool:
        user = getattr(component.request, "user", None)
        groups = getattr(user, "groups", None)
        is_known = bool(user and user.is_authenticated and self.group and groups is not None)
        return is_known and groups.filter(name=self.group).exists()  # type: ignore[union-attr]  # not None, as `is_known` says

    def flaws(self) -> Iterator[str]:
        if not self.group:
            yield str(_("“Must be in a group” does not say which group. Choose one."))
        elif not Group.objects.filter(name=self.group).exists():
            text = _(
                "Only members of the group “%(group)s” may come in, and this site has no such "
                "group, so nobody may. Choose another group, or remove that."
            )
            yield text % {"group": self.group}
