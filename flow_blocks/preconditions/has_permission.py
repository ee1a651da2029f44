"""Has a permission: for those to whom one of Django's permissions was given."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Self

from django.contrib.auth.models import Permission
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import register_precondition
from cmsflows.blocks import ActionOptions
from cmsflows.engine.host import Guarded
from flow_blocks.accounts.members_only import MembersOnly

Choices = list[tuple[str, list[tuple[str, str]]]]
"""Pairs of a kind of thing, and what may be done to it: pairs of "app.codename" and words."""


def permission_choices() -> Choices:
    """Every permission, by what it is about; asked for anew by each form."""
    order = ("content_type__app_label", "content_type__model", "codename")
    found = Permission.objects.select_related("content_type").order_by(*order)
    kinds = groupby(found, key=lambda each: each.content_type)
    return [
        (kind.app_labeled_name, [(key_of(each), each.name) for each in those])
        for kind, those in kinds
    ]


def key_of(permission: Permission) -> str:
    """As `has_perm` wants it."""
    return f"{permission.content_type.app_label}.{permission.codename}"


@register_precondition("has_permission", label=_("Must have a permission"), icon="key")
class HasPermission(MembersOnly):
    """Only for visitors who are logged in and may do something certain on this site.

    A permission that is gone is had by nobody but superusers, who have them all; and a flow that
    asks for it cannot go live.
    """

    message = _("Your account does not have the permission that is needed here.")

    class Options(ActionOptions):
        permission = blocks.ChoiceBlock(
            choices=permission_choices,
            label=_("Permission"),
            help_text=_("People get permissions from the groups that they are in."),
        )

    def __init__(self, permission: str) -> None:
        self.permission = permission

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """`Any`: options are plain JSON. What is no name is a permission that nobody has."""
        permission = options.get("permission")
        return cls(permission if isinstance(permission, str) else "")

    def is_met(self, component: Guarded) -> bool:
        user = getattr(component.request, "user", None)
        is_known = bool(user and user.is_authenticated and self.permission)
        return is_known and bool(user.has_perm(self.permission))  # type: ignore[union-attr]  # not None, as `is_known` says

    def flaws(self) -> Iterator[str]:
        if not self.permission:
            yield str(_("“Must have a permission” does not say which one. Choose one."))
        elif not is_there(self.permission):
            text = _(
                "Only people with the permission “%(permission)s” may come in, and this site has "
                "no such permission any more. Choose another, or remove that."
            )
            yield text % {"permission": self.permission}


def is_there(permission: str) -> bool:
    """Does the site have a permission of this name?"""
    app, _dot, codename = permission.partition(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename).exists()
